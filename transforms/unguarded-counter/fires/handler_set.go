package handler_set

type transport interface {
	SetBeatHandler(handler func(term int))
}

type Node struct {
	transport transport
	isLeading bool
}

func Start(t transport) *Node {
	n := &Node{transport: t}
	t.SetBeatHandler(n.beat)
	go n.run()
	return n
}

func (n *Node) run() {
	for {
		n.isLeading = !n.isLeading // want "n.isLeading is changed here while Node.beat reads it"
	}
}

func (n *Node) beat(term int) {
	if n.isLeading {
		println(term)
	}
}
