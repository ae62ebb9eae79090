package stream

import "sync"

// Body is read by whoever holds it.
type Body struct {
	mu     sync.Mutex // guards the following, and calls to Read and Close
	closed bool
	left   int
}

func (b *Body) Read(buffer []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, nil
	}
	b.left -= len(buffer)
	return b.readLocked(buffer)
}

func (b *Body) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	return drain(bodyLocked{b})
}

func (b *Body) readLocked(buffer []byte) (int, error) { return len(buffer), nil }

// bodyLocked reads a body whose lock is held.
type bodyLocked struct {
	b *Body
}

func (l bodyLocked) Read(buffer []byte) (int, error) {
	if l.b.closed {
		return 0, nil
	}
	return l.b.readLocked(buffer)
}

type reader interface {
	Read(buffer []byte) (int, error)
}

func drain(from reader) error {
	_, err := from.Read(make([]byte, 10))
	return err
}
