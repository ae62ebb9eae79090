package several

// firstOf keeps as many answers as are wanted.
func firstOf(want int, questions []func() int) []int {
	answers := make(chan int)
	for _, question := range questions {
		go func() {
			answers <- question()
		}()
	}
	var kept []int
	for answer := range answers {
		kept = append(kept, answer)
		if len(kept) == want {
			close(answers)
			break
		}
	}
	return kept
}
