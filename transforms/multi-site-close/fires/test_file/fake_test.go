package test_file

type fake struct {
	done chan struct{}
}

func (f *fake) Stop() {
	close(f.done)
}

func (f *fake) Abort() {
	close(f.done) // want "fake.Abort closes it here, fake.Stop closes it too"
}
