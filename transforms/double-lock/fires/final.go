package final

import (
	"encoding/json"
	"fmt"
	"io"
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

// Add ends with the call: the deferred Unlock comes before it.
func (a *Account) Add(amount int) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += amount
	return a.Balance() // want "Account.Balance locks a.mu, which is held here"
}

// Twice reads what is guarded in the same statement.
func (a *Account) Twice() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance++
	return a.balance + a.Balance() // want "Account.Balance locks a.mu, which is held here"
}

// Spend leaves early, too.
func (a *Account) Spend(amount int) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	if amount > a.balance {
		return 0
	}
	a.balance -= amount
	return a.Balance() // want "Account.Balance locks a.mu, which is held here"
}

// Close has nothing of its own to guard.
func (a *Account) Close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.one() // want "Account.one locks a.mu 5 calls further on, which is held here"
}

func (a *Account) one()   { a.two() }
func (a *Account) two()   { a.three() }
func (a *Account) three() { a.four() }
func (a *Account) four()  { a.five() }
func (a *Account) five()  { a.Add(1) }

func (a *Account) Error() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return fmt.Sprint(a.balance)
}

func (a *Account) Check() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance--
	return fmt.Errorf("account: %w", a) // want "Account.Error locks a.mu, which is held here"
}

func (a *Account) MarshalJSON() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return json.Marshal(a.balance)
}

// Write encodes itself.
func (a *Account) Write(w io.Writer) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance++
	return json.NewEncoder(w).Encode(a) // want "Account.MarshalJSON locks a.mu, which is held here"
}
