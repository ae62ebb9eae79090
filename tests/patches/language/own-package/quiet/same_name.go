package other

func Push(a, b int) {}

func f() {
	Push(1, 2)
}
