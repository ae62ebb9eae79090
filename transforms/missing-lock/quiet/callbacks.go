package callbacks

import "sync"

type Node struct {
	mu    sync.Mutex
	sinks []string
	count int
}

// with holds the lock for its callback.
func (n *Node) with(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change()
}

func (n *Node) Add(sink string) {
	n.with(func() {
		n.sinks = append(n.sinks, sink)
		n.count++
	})
}

func (n *Node) Count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.count
}

func (n *Node) Sinks() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]string(nil), n.sinks...)
}

func (n *Node) Clear() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sinks = nil
	n.count = 0
}

// reset is only ever run with the lock.
func (n *Node) reset() {
	n.count = 0
}

func (n *Node) Reset() {
	n.with(n.reset)
}
