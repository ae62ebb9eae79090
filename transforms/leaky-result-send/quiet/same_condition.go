package quiet

// The result is received where it is sent.
func maybe(async bool, write, read func() error) error {
	written := make(chan error)
	if async {
		go func() { written <- write() }()
	}
	err := read()
	if async {
		if other := <-written; err == nil {
			err = other
		}
	}
	return err
}

func optional(write func() error) (err error) {
	var written chan error
	if write != nil {
		written = make(chan error)
		go func() { written <- write() }()
	}
	if written != nil {
		err = <-written
	}
	return err
}
