package branches

func finish(failed bool, mode int) {
	done := make(chan struct{})
	if failed {
		close(done)
	} else {
		close(done)
	}
	ready := make(chan struct{})
	switch mode {
	case 1:
		close(ready)
	default:
		close(ready)
	}
}
