package called_through_variable

func Sum(values []int) int {
	total := 0
	add := func(value int) {
		total += value // want "total is changed here by several goroutines at once"
	}
	done := make(chan bool)
	for _, value := range values {
		go func() {
			add(value)
			done <- true
		}()
	}
	for range values {
		<-done
	}
	return total
}
