// Package pair takes two locks in both orders.
package pair

import "sync"

type Pair struct {
	left, right sync.Mutex
	n           int
}

func (p *Pair) Add() {
	p.left.Lock()
	p.right.Lock()
	p.n++
	p.right.Unlock()
	p.left.Unlock()
}

func (p *Pair) AddTwo() {
	p.left.Lock()
	defer p.left.Unlock()
	p.right.Lock()
	defer p.right.Unlock()
	p.n += 2
}

func (p *Pair) Sub() {
	p.right.Lock()
	p.left.Lock()
	p.n--
	p.left.Unlock()
	p.right.Unlock()
}
