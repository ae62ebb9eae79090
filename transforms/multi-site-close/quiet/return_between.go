package return_between

func run(step func() error) <-chan struct{} {
	done := make(chan struct{})
	if err := step(); err != nil {
		close(done)
		return done
	}
	close(done)
	return done
}
