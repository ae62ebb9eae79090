package quiet

// Handles what is there before it goes on; the channel is no end.
func relay(urgent chan string, normal []string, out chan string) {
	for _, line := range normal {
		select {
		case first := <-urgent:
			out <- first
		default:
		}
		out <- line
	}
}
