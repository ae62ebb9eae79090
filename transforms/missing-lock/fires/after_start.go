package after_start

import "sync"

type valve struct {
	mu    sync.RWMutex
	open  bool
	turns int
}

func (v *valve) isOpen() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.open
}

func (v *valve) set(open bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.open = open
	v.turns++
}

func (v *valve) turn() {
	v.set(!v.isOpen())
}

func (v *valve) watch(done <-chan struct{}, changed func(bool)) {
	last := false
	for {
		select {
		case <-done:
			return
		default:
		}
		if v.open != last { // want "v.open is read without v.mu"
			last = !last
			changed(last)
		}
	}
}

// The valve is made here, but a goroutine has it when it is turned.
func run(changed func(bool)) bool {
	v := &valve{}
	done := make(chan struct{})
	go v.watch(done, changed)
	for range 100 {
		v.turn()
	}
	close(done)
	return v.isOpen()
}
