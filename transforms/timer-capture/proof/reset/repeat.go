package reset

import "time"

// Repeat calls f n times, one interval apart.
func Repeat(n int, interval time.Duration, f func()) {
	done := make(chan struct{})
	var t *time.Timer
	t = time.AfterFunc(interval, func() {
		f()
		n--
		if n == 0 {
			close(done)
			return
		}
		t.Reset(interval)
	})
	<-done
}
