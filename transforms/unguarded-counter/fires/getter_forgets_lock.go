package getter_forgets_lock

import "sync"

// Parts are what has arrived of something.
type Parts struct {
	mu    sync.Mutex
	all   []string
	count int
	total int
}

func New(total int) *Parts { return &Parts{total: total} }

func (p *Parts) Add(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, part)
	p.count++
}

func (p *Parts) IsComplete() bool {
	return p.count == p.total // want "p.count is read here without p.mu, under which Parts.Add changes it"
}
