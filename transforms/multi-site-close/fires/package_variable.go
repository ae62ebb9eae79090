package package_variable

var shutdown = make(chan struct{})

func Interrupt() {
	close(shutdown)
}

func Terminate() {
	close(shutdown) // want "Terminate closes it here, Interrupt closes it too"
}
