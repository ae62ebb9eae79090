package until_closed

import "time"

type journal struct {
	lines []string
	done  chan struct{}
}

// Only the last round is ordered by the close.
func (j *journal) run() {
	ticker := time.NewTicker(time.Second)
	for {
		select {
		case <-ticker.C:
			j.trim()
		case <-j.done:
			j.trim()
			return
		}
	}
}

func (j *journal) trim() {
	if len(j.lines) > 100 {
		j.lines = j.lines[50:] // want "j.lines is changed here"
	}
}

func Write(j *journal) {
	go j.run()
	for range 1000 {
		j.lines = append(j.lines, "x")
	}
	close(j.done)
}
