package fires

type mail struct{ to string }

type mailer struct {
	outbox chan mail
	again  chan mail
	quit   chan struct{}
}

func newMailer() *mailer {
	m := &mailer{
		outbox: make(chan mail, 16),
		again:  make(chan mail, 16),
		quit:   make(chan struct{}),
	}
	go m.deliver()
	go m.retry()
	return m
}

func (m *mailer) Send(to string) { m.outbox <- mail{to} }

func (m *mailer) deliver() {
	for next := range m.outbox { // want "this goroutine waits on `m.outbox` in a loop that never ends"
		// Nothing is known of what becomes of it.
		println(next.to)
	}
}

func (m *mailer) retry() {
	for {
		select {
		case next := <-m.again: // want "this goroutine waits on `m.again` in a loop that never ends"
			println(next.to)
		case next := <-m.outbox:
			println(next.to)
		}
	}
}

func (m *mailer) Shutdown() { close(m.quit) }

// It can be closed, but nothing tells the worker.
type counter struct {
	hits  chan int
	total int
}

func newCounter() *counter {
	c := &counter{hits: make(chan int)}
	go func() {
		for hit := range c.hits { // want "this goroutine waits on `c.hits` in a loop that never ends"
			c.total += hit
		}
	}()
	return c
}

func (c *counter) Close() { c.total = 0 }
