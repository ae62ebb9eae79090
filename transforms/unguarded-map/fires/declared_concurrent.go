package fixture

//chanfix:concurrent
type Registry struct {
	byName map[string]func()
}

func (r *Registry) Add(name string, run func()) {
	r.byName[name] = run // want "r.byName"
}

func (r *Registry) Remove(name string) {
	delete(r.byName, name)
}

func (r *Registry) Run(name string) bool {
	run, ok := r.byName[name]
	if !ok {
		return false
	}
	run()
	return true
}
