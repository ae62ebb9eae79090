package sync_taken

type Door struct {
	done chan struct{}
}

func sync() {}

func (d *Door) Close() {
	sync()
	close(d.done)
}

func (d *Door) Slam() {
	close(d.done) // want "Door.Slam closes it here, Door.Close closes it too"
}
