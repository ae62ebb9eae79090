package on_purpose

// A Fake is closed once by each test that uses it.
type Fake struct {
	done chan struct{}
}

func (f *Fake) Close() error {
	close(f.done)
	return nil
}
