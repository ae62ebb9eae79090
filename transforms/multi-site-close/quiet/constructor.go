package constructor

// Future is a value that comes later.
type Future struct {
	ready chan struct{}
	value int
}

// Resolved is a future whose value is there.
func Resolved(value int) *Future {
	f := &Future{ready: make(chan struct{}), value: value}
	close(f.ready)
	return f
}

// Go computes a value.
func Go(compute func() int) *Future {
	f := &Future{ready: make(chan struct{})}
	go func() {
		f.value = compute()
		close(f.ready)
	}()
	return f
}
