package exported_close

// Stream is a stream of events.
type Stream struct {
	events chan int
	closed chan struct{}
}

// NewStream opens a stream.
func NewStream() *Stream {
	return &Stream{events: make(chan int), closed: make(chan struct{})}
}

// Close ends the stream.
func (s *Stream) Close() error {
	close(s.closed) // want "a second call of Stream.Close closes it again"
	return nil
}
