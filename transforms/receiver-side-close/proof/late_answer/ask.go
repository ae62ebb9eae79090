package late_answer

import (
	"errors"
	"time"
)

var errLate = errors.New("no answer in time")

// ask waits for an answer, but not for long.
func ask(question func() string, patience time.Duration) (string, error) {
	answers := make(chan string)
	defer close(answers)
	go func() { answers <- question() }()
	select {
	case answer := <-answers:
		return answer, nil
	case <-time.After(patience):
		return "", errLate
	}
}
