package fires

import (
	"errors"
	"sync"
)

type step func(r *reader, at int)

// reader runs its steps with the lock held: they must not take it.
type reader struct {
	mu    sync.Mutex
	fault error
	steps []*step
}

func (r *reader) compile(deep bool) *step {
	var op step
	switch deep {
	case true:
		op = func(r *reader, at int) { r.deeper(at) }
	default:
		op = func(r *reader, at int) { println(at) }
	}
	return &op
}

func (r *reader) deeper(at int) {
	if r.fault != nil {
		println(at)
	}
	println(r.fault)
}

func (r *reader) Read(at int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = nil
	for _, op := range r.steps {
		(*op)(r, at)
	}
	return r.fault
}

func (r *reader) Fail(name string) error {
	if name == "" {
		r.fault = errors.New("no name") // want "r.fault is changed here"
		return r.fault
	}
	r.mu.Lock()
	r.steps = append(r.steps, r.compile(true))
	r.mu.Unlock()
	return nil
}

func watch(r *reader) {
	go r.Read(1)
	r.Fail("")
}
