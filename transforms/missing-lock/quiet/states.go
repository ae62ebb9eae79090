package states

import (
	"errors"
	"sync"
)

type state int

const (
	starting state = iota
	running
	closed
)

type part interface{ Stop() }

type Node struct {
	mu    sync.Mutex
	state state
	parts []part
}

var errStarted = errors.New("started already")

func (n *Node) Register(p part) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.state != starting {
		return errStarted
	}
	n.parts = append(n.parts, p)
	return nil
}

func (n *Node) Count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.parts)
}

func (n *Node) First() part {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.parts[0]
}

func (n *Node) Last() part {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.parts[len(n.parts)-1]
}

// Once it runs nobody adds a part.
func (n *Node) Close() {
	n.mu.Lock()
	state := n.state
	n.mu.Unlock()
	switch state {
	case running:
		for _, p := range n.parts {
			p.Stop()
		}
	case starting, closed:
	}
}
