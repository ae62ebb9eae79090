package not_copied

type gate struct {
	name string
	open chan struct{}
}

type house struct {
	front gate
	back  *gate
	more  map[string]*gate
}

func build() *house {
	h := &house{front: gate{name: "front", open: make(chan struct{})}}
	h.back = new(gate)
	h.more = map[string]*gate{"side": {name: "side", open: make(chan struct{})}}
	return h
}

var main = gate{name: "main", open: make(chan struct{})}

func names(h *house) []string {
	var local gate
	local.name = "local"
	return []string{h.front.name, (*h.back).name, main.name, local.name}
}

func (g *gate) Open() {
	close(g.open)
}

func (g *gate) Force() {
	close(g.open) // want "gate.Force closes it here, gate.Open closes it too"
}
