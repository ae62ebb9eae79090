package batches

import "time"

// Batches hands lines on several at a time.
type Batches struct {
	lines []string
	write func([]string) error
}

func New(write func([]string) error, every time.Duration, stop <-chan struct{}) *Batches {
	b := &Batches{write: write}
	go func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				b.Flush()
			case <-stop:
				return
			}
		}
	}()
	return b
}

func (b *Batches) Add(line string) {
	b.lines = append(b.lines, line)
}

func (b *Batches) Flush() error {
	if len(b.lines) == 0 {
		return nil
	}
	lines := b.lines
	b.lines = nil
	return b.write(lines)
}
