package readers_only

import "sync"

// Nobody ever locks it for writing.
func measure(rounds int) {
	var mu sync.RWMutex
	for range rounds {
		mu.RLock()
		mu.RLock()
		mu.RUnlock()
		mu.RUnlock()
	}
}
