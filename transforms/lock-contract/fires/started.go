package flush

import "sync"

type Buffer struct {
	mu    sync.Mutex
	lines []string
	limit int
}

func (b *Buffer) flushLocked() {
	b.lines = b.lines[:0]
}

func (b *Buffer) Add(line string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, line)
	if len(b.lines) > b.limit {
		b.flushLocked()
	}
}

func (b *Buffer) Flush() {
	b.mu.Lock()
	b.flushLocked()
	b.mu.Unlock()
}

func (b *Buffer) FlushSoon() {
	b.mu.Lock()
	defer b.mu.Unlock()
	go b.flushLocked() // want "Buffer.flushLocked is started without b.mu"
}
