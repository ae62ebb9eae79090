package name_taken

import "sync"

type Door struct {
	done     chan struct{}
	lock     sync.Mutex
	doneOnce bool
}

func (d *Door) Close() {
	close(d.done)
}

func (d *Door) Slam() {
	d.doneOnce = true
	close(d.done) // want "Door.Slam closes it here, Door.Close closes it too"
}
