// Package pool shares work out to a fixed number of workers.
package pool

import (
	"context"
	"sync"
)

// Task is something to do; it says whether it went well.
type Task func() bool

// Pool runs tasks on its workers.
type Pool struct {
	tasks chan Task
	done  chan struct{}

	mu     sync.Mutex
	closed bool
}

// New starts a pool that ends with the context, or when it is closed.
func New(ctx context.Context, workers int) *Pool {
	p := &Pool{
		tasks: make(chan Task, 64),
		done:  make(chan struct{}),
	}
	for range workers {
		go p.work()
	}
	go func() {
		select {
		case <-ctx.Done():
			p.Close()
		case <-p.done:
		}
	}()
	return p
}

func (p *Pool) work() {
	for {
		select {
		case task := <-p.tasks:
			if !task() {
				p.TryGo(task) // once more, if there is room
			}
		case <-p.done:
			return
		}
	}
}

// TryGo queues a task if there is room for it, and never waits.
func (p *Pool) TryGo(task Task) bool {
	if len(p.tasks) < cap(p.tasks) {
		p.tasks <- task
		return true
	}
	return false
}

// Closed says whether the pool has ended.
func (p *Pool) Closed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// Close ends the workers. It may be called more than once.
func (p *Pool) Close() {
	if p.closed {
		return
	}
	p.closed = true
	close(p.done)
}

// Each runs a task for each number below n and waits for all. The channel is closed once, by the one who sends.
func Each(n, workers int, task func(int)) {
	numbers := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for number := range numbers {
				task(number)
			}
		})
	}
	for number := range n {
		numbers <- number
	}
	close(numbers)
	wg.Wait()
}
