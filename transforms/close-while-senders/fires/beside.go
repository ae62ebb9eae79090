package beside

// Both are closed at once: the select in run may then choose the send.
type Reader struct {
	quit  chan struct{}
	lines chan string
}

func Open(source func() string) *Reader {
	r := &Reader{quit: make(chan struct{}), lines: make(chan string)}
	go r.run(source)
	return r
}

func (r *Reader) run(source func() string) {
	for {
		select {
		case r.lines <- source():
		case <-r.quit:
			return
		}
	}
}

func (r *Reader) Line() (string, bool) {
	line, ok := <-r.lines
	return line, ok
}

func (r *Reader) Close() {
	close(r.quit)
	close(r.lines) // want "closed while others may still send"
}
