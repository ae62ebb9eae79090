package accounts

import "sync"

type account struct {
	mu     sync.RWMutex
	limits map[string]int
	total  int
}

type Bank struct {
	accounts []*account
}

func (a *account) allow(name string, limit int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.limits[name] = limit
	a.total += limit
}

func (a *account) deny(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.total -= a.limits[name]
	delete(a.limits, name)
}

func (a *account) reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.limits = map[string]int{}
	a.total = 0
}

func LimitOf(acc *account, name string) int {
	return acc.limits[name] // want "acc.limits is read without acc.mu"
}

func (b *Bank) Total() int {
	sum := 0
	for _, acc := range b.accounts {
		sum += acc.total // want "acc.total is read without acc.mu"
	}
	return sum
}

func (b *Bank) Use() {
	for _, acc := range b.accounts {
		acc.allow("a", 1)
		acc.deny("a")
		acc.reset()
	}
}
