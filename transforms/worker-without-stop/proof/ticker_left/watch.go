package ticker_left

import "time"

func watched(pause time.Duration, run, alive func()) {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	go func() {
		for range ticker.C {
			alive()
		}
	}()
	run()
}
