package quiet

import "sync"

type Ticket struct {
	mu    sync.Mutex
	seat  int
	fare  int
	known bool
}

func (t *Ticket) resolve() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known {
		return t.seat
	}
	t.known = true
	t.seat = 7
	t.fare = t.seat * 3
	if t.fare > 20 {
		t.fare = 20
	}
	return t.seat
}

func (t *Ticket) isKnown() bool {
	return t.resolve() > 0
}

func (t *Ticket) Fare() int {
	t.resolve()
	return t.fare
}

func (t *Ticket) Discount() int {
	if !t.isKnown() {
		return 0
	}
	return t.half()
}

func (t *Ticket) half() int {
	return t.fare / 2
}
