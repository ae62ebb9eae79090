package poll_before_close

func drain(quit <-chan struct{}, done chan struct{}, steps []func()) {
	for _, step := range steps {
		select {
		case <-quit:
			close(done)
			return
		default:
			step()
		}
	}
	close(done)
}
