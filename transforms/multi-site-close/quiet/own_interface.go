package own_interface

type store interface {
	Close() error
}

type watched struct {
	stop chan struct{}
}

var _ store = (*watched)(nil)

func (w *watched) Close() error {
	close(w.stop)
	return nil
}
