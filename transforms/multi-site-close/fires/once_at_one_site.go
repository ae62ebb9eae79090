package once_at_one_site

import "sync"

type Link struct {
	down     chan struct{}
	downOnce sync.Once
}

func (l *Link) Close() {
	l.downOnce.Do(func() { close(l.down) })
}

func (l *Link) Reset() {
	close(l.down) // want "Link.Reset closes it here, whether Link.Close has closed it or not"
}
