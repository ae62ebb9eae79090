package quiet

// The channel is returned, and all who get it receive.
func begin(work func() error) chan error {
	ended := make(chan error)
	go func() { ended <- work() }()
	return ended
}

func both(prepare, work func() error) error {
	ended := begin(work)
	err := prepare()
	if other := <-ended; err == nil {
		err = other
	}
	return err
}

func walk(dirs []string, visit func(string) error) (failed []error) {
	var channels []chan error
	for _, dir := range dirs {
		channels = append(channels, begin(func() error { return visit(dir) }))
	}
	for _, channel := range channels {
		if err := <-channel; err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}

// The receiver closes it: room would not help.
func closed(wait func() int, stop <-chan struct{}) int {
	values := make(chan int)
	defer close(values)
	go func() { values <- wait() }()
	select {
	case value := <-values:
		return value
	case <-stop:
		return 0
	}
}
