package changes

// Notifier wakes all who wait for the next change.
type Notifier struct {
	changed chan struct{}
}

func (n *Notifier) Notify() {
	close(n.changed)
	n.changed = make(chan struct{})
}

func (n *Notifier) Loop(changes <-chan int) {
	for range changes {
		close(n.changed)
		n.changed = make(chan struct{})
	}
}
