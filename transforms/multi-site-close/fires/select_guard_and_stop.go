package select_guard_and_stop

import "sync"

type Watcher struct {
	stop chan struct{}
	wait sync.WaitGroup
}

func (w *Watcher) Stop() {
	select {
	case <-w.stop:
	default:
		close(w.stop) // want "can both find it open"
	}
	w.wait.Wait()
}
