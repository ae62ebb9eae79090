package start

func work(n int, s string) {}

func run() {
	go work(1, "a") // want "work is started"
	print("begun")
}
