package one

import "fmt"

func greet(names []string) {
	greetings := make(chan string)
	go func() {
		for _, name := range names {
			greetings <- "hello, " + name
		}
	}()
	close(greetings) // want "closed without waiting"
	for greeting := range greetings {
		fmt.Println(greeting)
	}
}

func answer() int {
	answers := make(chan int)
	go func() { answers <- 42 }()
	close(answers) // want "closed without waiting"
	return <-answers
}

var _, _ = greet, answer
