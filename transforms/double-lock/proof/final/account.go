package final

import (
	"fmt"
	"sync"
)

type Account struct {
	mu      sync.Mutex
	balance int
}

func (a *Account) Balance() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.balance
}

func (a *Account) Add(amount int) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += amount
	return a.Balance()
}

func (a *Account) String() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return fmt.Sprint("account: ", a.balance)
}

func (a *Account) Clear() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance = 0
	return fmt.Sprintf("%v", a)
}
