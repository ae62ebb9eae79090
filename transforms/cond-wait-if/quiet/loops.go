package loops

import "sync"

type queue struct {
	ready *sync.Cond
	items []int
}

func (q *queue) right() {
	q.ready.L.Lock()
	defer q.ready.L.Unlock()
	for len(q.items) == 0 {
		q.ready.Wait()
	}
	// The loop is further out.
	for {
		if len(q.items) == 0 {
			q.ready.Wait()
			continue
		}
		break
	}
}

func other(wg *sync.WaitGroup, isStarted bool) {
	if isStarted {
		wg.Wait()
	}
}

func (q *queue) around() {
	q.ready.L.Lock()
	defer q.ready.L.Unlock()
	for len(q.items) < 3 {
		if len(q.items) == 0 {
			q.ready.Wait()
		}
		q.items = append(q.items, 1)
	}
}
