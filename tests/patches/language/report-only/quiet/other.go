package other

func work(n int) {}

func run() {
	work(1)
	print("begun")
}
