package several

func firstThree(names []string, greet func(string) string) []string {
	greetings := make(chan string)
	for _, name := range names {
		go func() {
			greetings <- greet(name)
		}()
	}
	var kept []string
	for greeting := range greetings {
		kept = append(kept, greeting)
		if len(kept) == 3 {
			close(greetings) // want "closed by the side that receives"
			break
		}
	}
	return kept
}

func work(id int, out chan<- int) {
	for i := 0; i < 100; i++ {
		out <- id * i
	}
}

func sumUpTo(limit int) (sum int) {
	products := make(chan int, 4)
	for id := 0; id < 3; id++ {
		go work(id, products)
	}
	for product := range products {
		sum += product
		if sum > limit {
			close(products) // want "closed by the side that receives"
			return sum
		}
	}
	return sum
}
