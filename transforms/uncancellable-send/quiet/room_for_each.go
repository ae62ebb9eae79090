package feed

import (
	"context"
	"sync"
)

type port struct {
	number int
}

type host struct {
	ports chan port
	quit  chan struct{}
}

// Two ports are mapped, each once.
func (h *host) start() {
	h.ports = make(chan port, 2)
	h.quit = make(chan struct{})
	h.listen(80)
	h.listenUDP(53)
	go h.mapPorts()
}

func (h *host) listen(number int)    { h.ports <- port{number} }
func (h *host) listenUDP(number int) { h.ports <- port{number} }

func (h *host) mapPorts() {
	for {
		select {
		case <-h.ports:
		case <-h.quit:
			return
		}
	}
}

func (h *host) stop() { close(h.quit) }

type volume struct {
	updates chan int
	ctx     context.Context
}

func newVolume(ctx context.Context) *volume {
	v := &volume{updates: make(chan int, 1), ctx: ctx}
	go v.watch()
	return v
}

func (v *volume) watch() {
	for {
		select {
		case <-v.updates:
		case <-v.ctx.Done():
			return
		}
	}
}

type shelf struct {
	volumes []*volume
}

// Nothing is in a new channel yet.
func (s *shelf) add(ctx context.Context, number int) {
	v := newVolume(ctx)
	s.volumes = append(s.volumes, v)
	v.updates <- number
}

type miner struct {
	workers sync.WaitGroup
	hashes  chan int
	over    chan struct{}
	quit    chan struct{}
}

func newMiner() *miner {
	m := &miner{hashes: make(chan int), over: make(chan struct{}), quit: make(chan struct{})}
	go m.watch()
	m.workers.Add(1)
	go m.mine()
	return m
}

// The watcher only ends when all workers have.
func (m *miner) stop() {
	close(m.quit)
	m.workers.Wait()
	close(m.over)
}

func (m *miner) mine() {
	defer m.workers.Done()
	for {
		select {
		case <-m.quit:
			return
		default:
		}
		m.hashes <- 1
	}
}

func (m *miner) watch() {
	for {
		select {
		case <-m.hashes:
		case <-m.over:
			return
		}
	}
}

type report struct {
	value int
	err   error
}

// The last word says why it ended.
func follow(ctx context.Context, next func() (int, error), out chan report, explain func(context.Context, error) error) {
	defer close(out)
	for {
		value, err := next()
		if err != nil {
			out <- report{err: explain(ctx, err)}
			return
		}
		select {
		case out <- report{value: value}:
		case <-ctx.Done():
			return
		}
	}
}

func Follow(ctx context.Context, next func() (int, error), explain func(context.Context, error) error) <-chan report {
	out := make(chan report, 1)
	go follow(ctx, next, out, explain)
	return out
}
