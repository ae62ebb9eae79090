package package_functions

import "sync"

var (
	driversMu sync.RWMutex
	drivers   = make(map[string]func() error)
)

func Register(name string, open func() error) {
	driversMu.Lock()
	defer driversMu.Unlock()
	drivers[name] = open
}

func Unregister(name string) {
	driversMu.Lock()
	defer driversMu.Unlock()
	delete(drivers, name)
}

// Open is for an object, and the drivers are there for all of them.
func Open(name string) error {
	if open, ok := drivers[name]; ok { // want "drivers is read without driversMu"
		return open()
	}
	return nil
}

func Names() []string {
	driversMu.RLock()
	defer driversMu.RUnlock()
	var names []string
	for name := range drivers {
		names = append(names, name)
	}
	return names
}
