package locked

import "sync"

type meter struct {
	mu   sync.Mutex
	hits int
}

func (m *meter) hit() {
	m.mu.Lock()
	m.hits++
	m.mu.Unlock()
}

func (m *meter) run() {
	for range 3 {
		go m.hit()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	println(m.hits)
}
