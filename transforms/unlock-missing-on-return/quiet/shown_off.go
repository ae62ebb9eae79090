package shown_off

import (
	"errors"
	"sync"
)

// What happens to whoever unlocks in the wrong mode.
var misuses = []func(){
	func() {
		var mu sync.RWMutex
		mu.RLock()
		mu.Unlock()
	},
	func() {
		var mu sync.Mutex
		mu.Lock()
		mu.Lock()
	},
}

// The function around it lets the goroutine go on.
func contend(work func()) {
	var mu sync.Mutex
	mu.Lock()
	go func() {
		mu.Lock()
		work()
		mu.Lock()
	}()
	work()
	mu.Unlock()
	mu.Unlock()
}

type watch struct {
	mu   sync.Mutex
	late bool
}

// Nobody recovers on this goroutine: the program ends.
func (w *watch) start(done <-chan struct{}) {
	go func() {
		w.mu.Lock()
		if w.late {
			panic("late")
		}
		w.mu.Unlock()
		<-done
	}()
}

func (w *watch) try(f func()) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("panicked")
		}
	}()
	f()
	return nil
}
