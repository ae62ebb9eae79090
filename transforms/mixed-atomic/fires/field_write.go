package field_write

import "sync/atomic"

type door struct {
	open uint32
}

func (d *door) IsOpen() bool {
	return atomic.LoadUint32(&d.open) == 1
}

func (d *door) Open() {
	d.open = 1 // want "d.open is written plainly here"
}
