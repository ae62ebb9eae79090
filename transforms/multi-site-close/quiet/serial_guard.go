package serial_guard

type scanner struct {
	first chan struct{}
}

// Serve runs again after a failure, but never twice at once.
func (s *scanner) Serve(steps []func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
		select {
		case <-s.first:
		default:
			close(s.first)
		}
	}
	return nil
}
