package fires

import (
	"context"
	"strings"
)

func count(text string, out chan<- int) {
	out <- len(strings.Fields(text))
}

func words(ctx context.Context, text string) int {
	counted := make(chan int) // want "`counted` is made without room"
	go count(text, counted)
	select {
	case n := <-counted:
		return n
	case <-ctx.Done():
		return 0
	}
}

type reader struct{ lines []string }

func (r *reader) longest(out chan string) {
	best := ""
	for _, line := range r.lines {
		if len(line) > len(best) {
			best = line
		}
	}
	out <- best
}

func (r *reader) find(stop <-chan struct{}) string {
	found := make(chan string) // want "`found` is made without room"
	go func() {
		r.longest(found)
	}()
	select {
	case line := <-found:
		return line
	case <-stop:
	}
	return ""
}
