package fixture

import "time"

type saver struct {
	timer *time.Timer
}

func (s *saver) start(save func()) {
	s.timer = time.AfterFunc(time.Minute, func() {
		save()
		s.timer.Reset(time.Minute)
	})
}
