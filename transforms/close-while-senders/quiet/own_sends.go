package ownsends

type process struct{ stop func() error }

// Some are sent by the function itself, as many as are received.
func stopAll(processes []*process) (failed error) {
	errs := make(chan error, len(processes))
	for i := range processes {
		if processes[i] == nil {
			errs <- nil
			continue
		}
		go func(n int) { errs <- processes[n].stop() }(i)
	}
	for range processes {
		if err := <-errs; err != nil {
			failed = err
		}
	}
	close(errs)
	return failed
}

var _ = stopAll
