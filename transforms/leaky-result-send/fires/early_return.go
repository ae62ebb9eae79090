package fires

func exchange(write, read func() error) error {
	written := make(chan error) // want "`written` is made without room"
	go func() { written <- write() }()
	if err := read(); err != nil {
		return err
	}
	return <-written
}
