package fires

import "context"

type answer struct {
	body string
	err  error
}

func ask(ctx context.Context, load func() (string, error)) (string, error) {
	var answers = make(chan answer) // want "`answers` is made without room"
	go func() {
		body, err := load()
		answers <- answer{body, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got := <-answers:
		return got.body, got.err
	}
}
