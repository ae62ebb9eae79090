package tenant

import (
	"sync"
	"time"
)

type Tenant struct {
	mu      sync.RWMutex
	name    string
	updated time.Time
}

// Rename is for everybody.
func (t *Tenant) Rename(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.name = name
	t.updated = time.Now()
}

func (t *Tenant) Touch() {
	t.mu.Lock()
	t.updated = time.Now()
	t.mu.Unlock()
}

func (t *Tenant) Age() time.Duration {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return time.Since(t.updated)
}

type Directory struct {
	tenants sync.Map
	fetch   func(name string) error
}

// Refresh fetches a tenant again.
func (d *Directory) Refresh(key string) error {
	found, ok := d.tenants.Load(key)
	if !ok {
		return nil
	}
	tenant := found.(*Tenant)
	tenant.Touch()
	if tenant.Age() > time.Minute {
		tenant.Rename(key)
	}
	return d.update(tenant)
}

// update fetches a tenant that is old.
// The tenant's lock must not be held.
func (d *Directory) update(tenant *Tenant) error {
	if time.Since(tenant.updated) < time.Second { // want "tenant.updated is read without tenant.mu"
		return nil
	}
	return d.fetch("tenant")
}
