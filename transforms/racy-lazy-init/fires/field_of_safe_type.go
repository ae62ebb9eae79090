package fixture

// Names is safe for concurrent use.
type Names struct {
	file  string
	byKey map[string]string
}

func (n *Names) Lookup(key string) string {
	if n.byKey == nil {
		n.byKey = map[string]string{"file": n.file} // want "n.byKey"
	}
	return n.byKey[key]
}
