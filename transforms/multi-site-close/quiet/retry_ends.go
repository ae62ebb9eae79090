package retry_ends

func fetch(get func() (string, error), out chan<- string) error {
	value, err := get()
	if err != nil {
		return err
	}
	out <- value
	close(out)
	return nil
}

func fetchAll(get func() (string, error)) <-chan string {
	out := make(chan string, 1)
	for {
		if err := fetch(get, out); err == nil {
			return out
		}
	}
}

type machine struct {
	over  chan struct{}
	ended bool
}

func (m *machine) step(next func() bool) {
	if !next() {
		m.ended = true
		close(m.over)
	}
}

func (m *machine) run(next func() bool) {
	for !m.ended {
		m.step(next)
	}
}
