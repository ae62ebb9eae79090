package gate

import "fmt"

// Nobody else has the struct yet.
type gate struct {
	token chan struct{}
	count int
}

func newGate() *gate {
	g := &gate{token: make(chan struct{})}
	g.token <- struct{}{} // want "this send on `g.token` never ends"
	return g
}

func (g *gate) enter() {
	<-g.token
	g.count++
	g.token <- struct{}{}
}

// Only the method itself receives, and sends first.
type job struct {
	name   string
	result chan string
}

func newJob(name string) *job {
	return &job{name: name, result: make(chan string)}
}

func (j *job) run() string {
	j.result <- fmt.Sprintf("%s is done", j.name) // want "this send on `j.result` never ends"
	return j.wait()
}

func (j *job) wait() string {
	return <-j.result
}

type box[T any] struct {
	value chan T
}

func open[T any]() *box[T] { return &box[T]{value: make(chan T)} }

func (b *box[T]) swap(value T) T {
	b.value <- value // want "this send on `b.value` never ends"
	return <-b.value
}
