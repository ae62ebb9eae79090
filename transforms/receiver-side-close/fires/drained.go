package drained

import "fmt"

func count(n int, out chan int) {
	for i := 0; i < n; i++ {
		out <- i
	}
}

func print(in chan int) {
	defer close(in) // want "closed by the side that receives"
	for i := range in {
		fmt.Println(i)
	}
}

func run() {
	numbers := make(chan int)
	go count(10, numbers)
	print(numbers)
}

var _ = run
