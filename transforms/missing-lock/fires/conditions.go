package worker

import (
	"fmt"
	"os"
	"sync"
)

type Pool struct {
	mu      sync.Mutex
	state   int
	workers map[string]*os.File
	limit   int
}

func (p *Pool) Start(name string, file *os.File) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = 1
	p.limit++
	p.workers[name] = file
}

func (p *Pool) Stop(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = 2
	p.limit--
	delete(p.workers, name)
}

func (p *Pool) Replace(name string, file *os.File) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = 3
	p.limit = 0
	p.workers[name] = file
}

func (p *Pool) Describe() {
	if p.state == 1 { // want "p.state is read without p.mu"
		fmt.Println("running")
	}
}

func (p *Pool) Sync(name string) error {
	if file, ok := p.workers[name]; ok { // want "p.workers is read without p.mu"
		return file.Sync()
	}
	return nil
}

func (p *Pool) Print(name string) {
	fmt.Println(name, p.limit, len(p.workers)) // want "p.limit is read without p.mu" "p.workers is read without p.mu"
}

func (p *Pool) Show() {
	switch p.state { // want "p.state is read without p.mu"
	case 1:
		fmt.Println("running")
	case 2:
		fmt.Println("stopped")
	}
}

func (p *Pool) Wanted(file *os.File) error {
	if file != nil && p.limit > 3 { // want "p.limit is read without p.mu"
		return file.Close()
	}
	return nil
}
