package onevalue

import (
	"errors"
	"time"
)

var errLate = errors.New("too late")

func ask(question func() string) (string, error) {
	answer := make(chan string)
	go func() {
		answer <- question()
	}()
	select {
	case text := <-answer:
		return text, nil
	case <-time.After(time.Second):
		close(answer) // want "closed by the side that receives"
		return "", errLate
	}
}

// The deferred close also runs when the deadline came first.
func askUntil(question func() string, deadline <-chan time.Time) (string, error) {
	answer := make(chan string)
	defer close(answer) // want "closed by the side that receives"
	go func() { answer <- question() }()
	select {
	case text := <-answer:
		return text, nil
	case <-deadline:
		return "", errLate
	}
}
