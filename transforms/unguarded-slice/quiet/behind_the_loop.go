package behind_the_loop

type report struct {
	lines []string
	parts chan string
	done  chan struct{}
}

// The lines are set when the loop is over, which the close ends.
func (r *report) run() {
	n := 0
	for range r.parts {
		n++
	}
	r.lines = append(r.lines, "end")
	close(r.done)
}

func Print(r *report) {
	go r.run()
	for range 3 {
		r.lines = append(r.lines, "x")
		r.parts <- "x"
	}
	close(r.parts)
	<-r.done
}
