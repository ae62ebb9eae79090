// go 1.21

package goroutines

import (
	"sync"
	"time"
)

type host struct{ name string }

func (h host) ping() {}

func values(hosts []host) {
	var wg sync.WaitGroup
	for _, h := range hosts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			h.ping() // want "the goroutine uses h when the loop may have changed it"
		}()
	}
	wg.Wait()
}

func keysAndValues(hosts map[string]host, seen func(string)) {
	for name, h := range hosts { // all of them
		// In the background.
		go func(wait time.Duration) {
			time.Sleep(wait)
			seen(name) // want "uses name"
			h.ping()
		}(time.Second)
	}
}

func counted(n int, each func(int)) {
	for i := 0; i < n; i++ {
		time.AfterFunc(time.Second, func() {
			each(i) // want "uses i"
		})
	}
}

// The body moves on itself: a copy would not.
func steps(n int, each func(int)) {
	for i := 0; i < n; i++ {
		go func() {
			each(i) // want "uses i"
		}()
		i++
	}
}

func shadowedLater(hosts []host) {
	for _, h := range hosts {
		go func() {
			h.ping() // want "uses h"
		}()
		h := host{"last"}
		h.ping()
	}
}
