package uber

import "go.uber.org/atomic"

type queue struct {
	length atomic.Int64
	lost   int
	full   bool
}

func (q *queue) put() {
	q.length.Add(1)
	q.lost++      // want "q.lost is changed here"
	q.full = true // want "q.full is changed here"
}

func (q *queue) run() {
	go q.put()
	go q.put()
	println(q.lost, q.full)
}
