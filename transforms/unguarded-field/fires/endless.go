package endless

import "runtime"

type app struct{ phase string }

func (a *app) Run() {
	go a.watch()
}

func (a *app) watch() {
	for {
		a.phase = runtime.Version() // want "a.phase is changed here while app.Phase reads it"
	}
}

func (a *app) Phase() string { return a.phase }
