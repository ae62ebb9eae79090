package local

import "time"

func poll() {}

func repeat(interval time.Duration) func() bool {
	var t *time.Timer
	// Again and again.
	t = time.AfterFunc(interval, func() {
		poll()
		t.Reset(interval) // want "the function of the timer uses t, which is assigned once the timer has started"
	}) // for ever
	return t.Stop
}

func short(interval time.Duration) {
	var t *time.Timer
	t = time.AfterFunc(interval, func() { t.Stop() }) // want "uses t"
}

// Assigned twice: the channel would not do.
func restarted(interval time.Duration) *time.Timer {
	var t *time.Timer
	t = time.AfterFunc(interval, func() {
		t.Reset(interval) // want "uses t"
	})
	if interval == 0 {
		t = nil
	}
	return t
}
