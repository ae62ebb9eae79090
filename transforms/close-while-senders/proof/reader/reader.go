package reader

// Reader reads ahead.
type Reader struct {
	quit  chan struct{}
	lines chan int
}

func Open() *Reader {
	r := &Reader{quit: make(chan struct{}), lines: make(chan int)}
	go r.run()
	return r
}

func (r *Reader) run() {
	for n := 0; ; n++ {
		select {
		case r.lines <- n:
		case <-r.quit:
			return
		}
	}
}

// Close ends the reader; who still reads is told.
func (r *Reader) Close() {
	close(r.quit)
	close(r.lines)
}

func (r *Reader) Sum() (sum int) {
	for n := range r.lines {
		sum += n
	}
	return sum
}
