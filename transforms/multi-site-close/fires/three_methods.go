package three_methods

import "time"

type lease struct {
	id        int
	expiredCh chan struct{}
}

func (l *lease) Revoke() {
	close(l.expiredCh)
}

func (l *lease) Release() {
	close(l.expiredCh) // want "lease.Release closes it here, lease.Revoke closes it too"
}

func (l *lease) Expire(after time.Duration) {
	time.Sleep(after)
	close(l.expiredCh)
}
