package fires

import (
	"log"
	"time"
)

// What the sender does after it has sent may come earlier now: a reviewer must agree.
func measure(run func() time.Duration) time.Duration {
	took := make(chan time.Duration) // want "`took` is made without room"
	go func() {
		took <- run()
		log.Print("measured")
	}()
	select {
	case duration := <-took:
		return duration
	case <-time.After(time.Minute):
		return 0
	}
}

// The number of goroutines is known too late.
func spread(limit func() int, run func(int) bool) bool {
	results := make(chan bool) // want "`results` is made without room"
	workers := limit()
	for i := 0; i < workers; i++ {
		go func() { results <- run(i) }()
	}
	for i := 0; i < workers; i++ {
		if result := <-results; result {
			return true
		}
	}
	return false
}
