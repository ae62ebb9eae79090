package several_reads

import (
	"fmt"
	"sync/atomic"
)

type queue struct {
	head, tail uint64
}

func (q *queue) Put() { atomic.AddUint64(&q.tail, 1) }
func (q *queue) Get() { atomic.AddUint64(&q.head, 1) }

// String reads each of them twice.
func (q *queue) String() string {
	if q.head == q.tail { // want "q.head is read plainly" "q.tail is read plainly"
		return "empty"
	}
	return fmt.Sprintf("%d of %d", q.head, q.tail)
}
