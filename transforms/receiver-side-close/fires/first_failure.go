package probes

import "fmt"

type answer struct {
	host string
	err  error
}

func ask(host string, connect func(string) error, answers chan<- answer) {
	if err := connect(host); err != nil {
		answers <- answer{host: host, err: err}
		return
	}
	answers <- answer{host: host}
}

// The first failure closes, though others still answer; behind the loop nobody does.
func askAll(hosts []string, connect func(string) error) error {
	answers := make(chan answer)
	for _, host := range hosts {
		go ask(host, connect, answers)
	}
	for range hosts {
		answer := <-answers
		if answer.err != nil {
			close(answers) // want "closed by the side that receives"
			return fmt.Errorf("%s: %w", answer.host, answer.err)
		}
	}
	close(answers)
	return nil
}
