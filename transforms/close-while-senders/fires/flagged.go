package flagged

import (
	"log"
	"sync"
)

type Query struct {
	answers chan string
	got     map[string]bool

	closed bool
	lock   sync.Mutex
}

func NewQuery(n int) *Query {
	return &Query{answers: make(chan string, n), got: map[string]bool{}}
}

func (q *Query) Close() {
	q.lock.Lock()
	defer q.lock.Unlock()
	if q.closed {
		return
	}
	q.closed = true
	close(q.answers) // want "closed while others may still send"
}

func (q *Query) Answers() <-chan string {
	return q.answers
}

type Node struct {
	queries map[int]*Query
}

// Answer does not know of the lock.
func (n *Node) Answer(id int, text string) {
	query, ok := n.queries[id]
	if !ok {
		return
	}
	select {
	case query.answers <- text:
		query.got[text] = true
	default:
		log.Printf("dropped %q", text)
	}
}
