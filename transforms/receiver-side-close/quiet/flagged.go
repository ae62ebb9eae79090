package flagged

import "sync"

type box struct {
	mu     sync.Mutex
	closed bool
	values chan int
}

func (b *box) put(v int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return false
	}
	select {
	case b.values <- v:
		return true
	default:
		return false
	}
}

func (b *box) run() {
	for v := range b.values {
		if v < 0 {
			b.mu.Lock()
			b.closed = true
			close(b.values)
			b.mu.Unlock()
			return
		}
	}
}

func start() *box {
	b := &box{values: make(chan int, 8)}
	go b.run()
	go b.put(1)
	return b
}

var _ = start
