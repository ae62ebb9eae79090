package lost_reply

import "context"

type request struct {
	key   string
	reply chan string
}

type store struct {
	requests chan request
	load     func(string) string
}

func (s *store) serve() {
	for r := range s.requests {
		r.reply <- s.load(r.key)
	}
}

func (s *store) get(ctx context.Context, key string) (string, error) {
	r := request{key: key, reply: make(chan string)}
	s.requests <- r
	select {
	case value := <-r.reply:
		return value, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
