package status

import "context"

// Job runs until its context ends.
type Job struct {
	status string
	ended  chan struct{}
}

// Start starts one.
func Start(ctx context.Context) *Job {
	j := &Job{status: "running", ended: make(chan struct{}, 1)}
	go func() {
		<-ctx.Done()
		j.status = "stopped"
		j.ended <- struct{}{}
	}()
	return j
}

// Status says how far it is.
func (j *Job) Status() string {
	return j.status
}
