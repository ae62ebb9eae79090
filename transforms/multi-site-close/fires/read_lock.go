package read_lock

import "sync"

type Job struct {
	mu     sync.RWMutex
	cancel chan struct{}
}

func (j *Job) Run(work func(<-chan struct{})) {
	j.mu.Lock()
	j.cancel = make(chan struct{})
	j.mu.Unlock()
	work(j.cancel)
}

func (j *Job) Cancel() {
	j.mu.RLock()
	defer j.mu.RUnlock()
	close(j.cancel) // want "a read lock lets two goroutines in at once"
}
