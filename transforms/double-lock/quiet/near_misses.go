package quiet

import (
	"fmt"
	"log"
	"sync"
)

type node struct {
	mu     sync.RWMutex
	n      int
	parent *node
	next   *node
}

func (n *node) Value() int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.n
}

// Another object.
func (n *node) sum() int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.n + n.parent.Value()
}

// Hand over hand.
func walk(n *node) int {
	n.mu.Lock()
	for n.next != nil {
		next := n.next
		next.mu.Lock()
		n.mu.Unlock()
		n = next
	}
	value := n.n
	n.mu.Unlock()
	return value
}

func (n *node) add(delta int, lock bool) {
	if lock {
		n.mu.Lock()
		defer n.mu.Unlock()
	}
	n.n += delta
}

// The flag says that it is locked.
func (n *node) twice(delta int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.add(delta, false)
	n.add(delta, false)
}

// Unlocked before the call.
func (n *node) show() {
	n.mu.RLock()
	value := n.n
	n.mu.RUnlock()
	fmt.Println(value, n.Value())
}

// Another goroutine.
func (n *node) later() {
	n.mu.Lock()
	defer n.mu.Unlock()
	go n.Value()
	go func() {
		n.mu.Lock()
		n.n++
		n.mu.Unlock()
	}()
}

// The called function releases it first.
func (n *node) pause() {
	n.mu.Unlock()
	fmt.Println("waiting")
	n.mu.Lock()
}

func (n *node) work() {
	n.mu.Lock()
	n.pause()
	n.n++
	n.mu.Unlock()
}

func (n *node) String() string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return fmt.Sprint(n.n)
}

// These don't call String.
func (n *node) trace() {
	n.mu.Lock()
	defer n.mu.Unlock()
	log.Printf("%p %T %d", n, n, n.n)
	log.Println(n.n)
}

// Only on one branch, then not any more.
func (n *node) maybe(is bool) int {
	if is {
		n.mu.Lock()
		n.n++
		n.mu.Unlock()
	}
	return n.Value()
}

// Deferred before the lock is: it runs after the unlock.
func (n *node) last() {
	defer n.Value()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.n++
}

type two struct {
	a, b sync.Mutex
	n    int
}

func (t *two) both() {
	t.a.Lock()
	t.b.Lock()
	t.n++
	t.b.Unlock()
	t.a.Unlock()
}
