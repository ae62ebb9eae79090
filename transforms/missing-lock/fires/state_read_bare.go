package state_read_bare

import "sync"

type Node struct {
	mu      sync.Mutex
	running bool
	parts   []string
}

func (n *Node) Add(part string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.running {
		return
	}
	n.parts = append(n.parts, part)
}

func (n *Node) Run() {
	n.mu.Lock()
	n.running = true
	n.mu.Unlock()
}

func (n *Node) First() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.parts[0]
}

func (n *Node) Count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.parts)
}

func (n *Node) Last() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.parts[len(n.parts)-1]
}

// What it has read without the lock says nothing.
func (n *Node) Text() string {
	if n.running { // want "n.running is read without n.mu"
		return n.parts[0] // want "n.parts is read without n.mu"
	}
	return ""
}
