package field

import "time"

type ticker struct {
	interval time.Duration
	timer    *time.Timer
	ticks    chan time.Time
}

func (k *ticker) start() {
	k.timer = time.AfterFunc(k.interval, func() {
		k.ticks <- time.Now()
		k.timer.Reset(k.interval) // want "the function of the timer uses k.timer"
	})
}
