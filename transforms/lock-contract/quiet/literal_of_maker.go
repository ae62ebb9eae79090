package quiet

import (
	"errors"
	"sync"
)

type Ledger struct {
	mu    sync.Mutex
	pages map[string]int
}

// apply takes the page over. Lock should be held.
func (l *Ledger) apply(page string) {
	l.pages[page]++
}

func (l *Ledger) Apply(page string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.apply(page)
}

func (l *Ledger) Undo(page string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.apply(page)
	l.pages[page] -= 2
}

func Bookkeeping(read func() (string, error)) (*Ledger, error) {
	restore := func(l *Ledger) error {
		page, err := read()
		if err != nil {
			return err
		}
		l.apply(page)
		return nil
	}
	l := &Ledger{pages: map[string]int{}}
	go l.announce()
	if err := restore(l); err != nil {
		return nil, errors.Join(err)
	}
	return l, nil
}

func (l *Ledger) announce() {
	println("open")
}
