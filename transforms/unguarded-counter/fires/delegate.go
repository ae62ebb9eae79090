package delegate

import "sync"

type network interface{ Join(names []string) error }

type cluster struct {
	network  network
	joining  sync.Mutex
	isQuiet  bool
	messages int
}

type member struct{ cluster *cluster }

func (m *member) NotifyMsg(text []byte) {
	m.cluster.messages++ // want "m.cluster.messages is changed here by several goroutines at once"
}

// The network calls it from within Join.
func (m *member) MergeRemoteState(state []byte, isJoin bool) {
	if isJoin && m.cluster.isQuiet { // want "m.cluster.isQuiet is read here without"
		return
	}
}

func (c *cluster) Join(names []string) error {
	c.joining.Lock()
	defer c.joining.Unlock()
	c.isQuiet = true
	defer func() { c.isQuiet = false }()
	return c.network.Join(names)
}
