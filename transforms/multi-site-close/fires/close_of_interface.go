package close_of_interface

import "io"

type tail struct {
	done chan struct{}
}

var _ io.Closer = (*tail)(nil)

func (t *tail) Close() error {
	close(t.done) // want "a second call of tail.Close closes it again"
	return nil
}
