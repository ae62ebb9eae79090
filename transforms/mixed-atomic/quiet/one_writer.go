package one_writer

import "sync/atomic"

type tracker struct {
	term uint64
}

func (t *tracker) Term() uint64 { return atomic.LoadUint64(&t.term) }

// run is the only one that writes.
func (t *tracker) run(terms chan uint64) {
	for term := range terms {
		if term > t.term {
			atomic.StoreUint64(&t.term, term)
		}
	}
}
