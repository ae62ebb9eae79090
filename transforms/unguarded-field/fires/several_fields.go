package several_fields

import "time"

type config struct{ name string }

type app struct {
	config *config
	last   time.Time
	phase  string
}

func (a *app) Run() {
	go a.watch()
}

func (a *app) watch() {
	for {
		time.Sleep(time.Second)
		a.config = &config{name: "x"} // want "a.config is changed here while app.Config reads it"
		a.last = time.Now()           // want "a.last is changed here while app.Last reads it"
		a.phase = "watching"          // want "a.phase is changed here while app.Phase reads it"
	}
}

func (a *app) Config() *config { return a.config }

func (a *app) Last() time.Time { return a.last }

func (a *app) Phase() string { return a.phase }
