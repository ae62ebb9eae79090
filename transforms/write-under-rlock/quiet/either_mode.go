package quiet

import "sync"

type Atlas struct {
	mu    sync.RWMutex
	pages map[string][]string
}

// Lookup locks for writing where it is going to write.
func (a *Atlas) Lookup(name string, wanted int) []string {
	a.mu.RLock()
	page := a.pages[name]
	var grows bool
	if wanted > len(page) {
		a.mu.RUnlock()
		a.mu.Lock()
		defer a.mu.Unlock()
		page = append(a.pages[name], make([]string, wanted-len(page))...)
		grows = true
	} else {
		defer a.mu.RUnlock()
	}
	for at := range page {
		if page[at] == "" {
			page[at] = name
		}
	}
	if grows {
		a.pages[name] = page
	}
	return page
}

func (a *Atlas) Visit(name string, changes bool) int {
	if changes {
		a.mu.Lock()
		defer a.mu.Unlock()
	} else {
		a.mu.RLock()
		defer a.mu.RUnlock()
	}
	if changes {
		a.pages[name] = nil
	}
	return len(a.pages)
}
