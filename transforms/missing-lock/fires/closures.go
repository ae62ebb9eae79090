package jobs

import (
	"log"
	"sync"
)

type Jobs struct {
	mu      sync.Mutex
	running int
	failed  []string
}

func (j *Jobs) Begin() {
	j.mu.Lock()
	j.running++
	j.mu.Unlock()
}

func (j *Jobs) End() {
	j.mu.Lock()
	j.running--
	j.mu.Unlock()
}

func (j *Jobs) Fail(name string) {
	j.mu.Lock()
	j.failed = append(j.failed, name)
	j.mu.Unlock()
}

func (j *Jobs) Forget() {
	j.mu.Lock()
	j.failed = nil
	j.mu.Unlock()
}

func (j *Jobs) Count() (int, int) {
	j.mu.Lock()
	running, failed := j.running, len(j.failed)
	j.mu.Unlock()
	return running, failed
}

func (j *Jobs) Run(name string, job func() error) {
	defer func() { j.running-- }() // want "j.running is written without j.mu"
	if err := job(); err != nil {
		log.Print(name)
	}
}
