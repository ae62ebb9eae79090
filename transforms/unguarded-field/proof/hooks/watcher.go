package hooks

// Watcher calls a function that can be exchanged while it runs.
type Watcher struct {
	changed func(string)
	last    string
}

// Start takes functions from the channel until that is closed, and then closes the other.
func (w *Watcher) Start(changed <-chan func(string), ended chan<- bool) {
	go func() {
		for changed := range changed {
			w.changed = changed
			w.last = "changed"
		}
		close(ended)
	}()
}

// Fire calls the function, if there is one.
func (w *Watcher) Fire(name string) bool {
	if w.changed != nil {
		w.changed(name)
		return true
	}
	return false
}

// Last says what happened last.
func (w *Watcher) Last() string {
	return w.last
}
