package fires

import "context"

type request struct {
	key   string
	reply chan string
}

type store struct {
	requests chan *request
	values   map[string]string
}

func (s *store) serve() {
	for r := range s.requests {
		r.reply <- s.values[r.key]
	}
}

func (s *store) get(ctx context.Context, key string) (string, error) {
	r := &request{key: key, reply: make(chan string)} // want "`r.reply` is made without room"
	select {
	case s.requests <- r:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	select {
	case value := <-r.reply:
		return value, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

type command struct {
	name string
	done chan<- error
}

type shell struct {
	commands chan command
}

func (s *shell) loop(run func(string) error) {
	for {
		next := <-s.commands
		if next.name == "" {
			next.done <- nil
			continue
		}
		next.done <- run(next.name)
	}
}

func (s *shell) do(name string, stop <-chan struct{}) error {
	done := make(chan error) // want "`done` is made without room"
	s.commands <- command{name, done}
	select {
	case err := <-done:
		return err
	case <-stop:
		return nil
	}
}
