package fixture

type hub struct {
	join    chan string
	leave   chan string
	members map[string]bool
}

func start() *hub {
	h := &hub{join: make(chan string), leave: make(chan string), members: map[string]bool{}}
	go h.run()
	return h
}

func (h *hub) run() {
	for {
		select {
		case name := <-h.join:
			h.members[name] = true
		case name := <-h.leave:
			delete(h.members, name)
			h.note(name)
		}
	}
}

func (h *hub) note(name string) {
	if len(h.members) == 0 {
		println("the last was", name)
	}
}

func (h *hub) Join(name string) { h.join <- name }
