package fixture

import "sync"

// Worker works.
type Worker struct {
	mu     sync.Mutex
	paused bool
	token  string
}

// Start starts one.
func Start(jobs <-chan string) *Worker {
	w := &Worker{}
	go w.run(jobs)
	return w
}

func (w *Worker) run(jobs <-chan string) {
	for job := range jobs {
		w.token = job
		w.work()
	}
}

func (w *Worker) work() { println(w.Token()) }

// Token is the token of the job at hand.
func (w *Worker) Token() string { return w.token }

// Pause makes it wait.
func (w *Worker) Pause() {
	w.mu.Lock()
	w.paused = true
	w.mu.Unlock()
}
