package stream

import "sync"

// Stream ends once.
type Stream struct {
	done chan struct{}
}

// New makes a stream.
func New() *Stream { return &Stream{done: make(chan struct{})} }

// Close ends the stream; it may be called again.
func (s *Stream) Close() {
	var once sync.Once
	once.Do(func() { close(s.done) })
}
