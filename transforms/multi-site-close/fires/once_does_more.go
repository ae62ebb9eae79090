package once_does_more

import "sync"

type Lamp struct {
	off     chan struct{}
	offOnce sync.Once
	power   int
}

func (l *Lamp) Off() {
	l.offOnce.Do(func() {
		l.power = 0
		close(l.off)
	})
}

func (l *Lamp) Break() {
	close(l.off) // want "Lamp.Break closes it here, whether Lamp.Off has closed it or not"
}
