package goroutine_calls_method

type Feed struct {
	done chan struct{}
	read func() error
}

func Start(read func() error) *Feed {
	f := &Feed{done: make(chan struct{}), read: read}
	go f.run()
	return f
}

func (f *Feed) run() {
	defer f.Close()
	for f.read() == nil {
	}
}

func (f *Feed) Close() {
	close(f.done) // want "Feed.Close closes it here"
}
