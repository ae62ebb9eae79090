package fires

type bell struct {
	rung chan struct{}
}

func newBell() *bell { return &bell{rung: make(chan struct{}, 1)} }

func (b *bell) ring() {
	if len(b.rung) == 0 {
		b.rung <- struct{}{} // want "`b.rung` had room when its length was read"
	}
}
