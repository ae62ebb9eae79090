package flag

import "time"

// Poller calls a function until it is stopped.
type Poller struct {
	stopped bool
	rounds  int
}

// Start polls on a goroutine of its own for a while.
func Start(poll func(), while time.Duration) *Poller {
	p := &Poller{}
	go p.run(poll)
	time.Sleep(while)
	p.stopped = true
	return p
}

func (p *Poller) run(poll func()) {
	for !p.stopped {
		poll()
		p.rounds++
		time.Sleep(time.Millisecond)
	}
}

// Rounds says how often it polled so far.
func (p *Poller) Rounds() int {
	return p.rounds
}
