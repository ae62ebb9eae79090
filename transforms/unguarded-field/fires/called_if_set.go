package called_if_set

type watcher struct {
	changed func(string)
	limit   int
}

func (w *watcher) Start(names <-chan func(string)) {
	go func() {
		for changed := range names {
			w.changed = changed // want "w.changed is changed here while watcher.Fire reads it"
		}
	}()
}

func (w *watcher) Fire(name string) {
	if w.changed != nil {
		w.changed(name)
	}
}
