package fixture

import "sync"

// Names is safe for concurrent use.
type Names struct {
	mu    sync.Mutex
	byKey map[string]string
}

func (n *Names) Lookup(key string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byKey == nil {
		n.byKey = map[string]string{}
	}
	return n.byKey[key]
}
