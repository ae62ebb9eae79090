package three_methods

import "time"

type lease struct {
	id      int
	expired chan struct{}
}

func (l *lease) Revoke() {
	close(l.expired)
}

func (l *lease) Release() {
	close(l.expired) // want "lease.Release closes it here, lease.Revoke closes it too"
}

func (l *lease) Expire(after time.Duration) {
	time.Sleep(after)
	close(l.expired)
}
