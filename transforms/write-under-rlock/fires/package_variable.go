package package_variable

import "sync"

var (
	mu     sync.RWMutex
	hosts  = map[string]bool{}
	recent []string
)

func Add(host string) {
	mu.Lock()
	defer mu.Unlock()
	hosts[host] = true
	recent = append(recent, host)
}

func Forget(host string) {
	mu.RLock()
	defer mu.RUnlock()
	delete(hosts, host) // want "hosts is changed while mu is locked for reading only"
}
