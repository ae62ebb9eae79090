package documented

// Task is one thing to do.
type Task struct {
	done chan struct{}
}

// Close marks the task as done. It must be called only once.
func (t *Task) Close() {
	close(t.done)
}
