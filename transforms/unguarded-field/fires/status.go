package fixture

import "context"

// Job runs until its context ends.
type Job struct {
	status string
}

// Start starts one.
func Start(ctx context.Context) *Job {
	j := &Job{status: "running"}
	go func() {
		<-ctx.Done()
		j.status = "stopped" // want "j.status"
	}()
	return j
}

// Status says how far it is.
func (j *Job) Status() string {
	return j.status
}
