package one_step

import (
	"net/http"
	"sync"
)

type scale float64

type meter struct {
	names sync.Mutex
	known map[string]bool
	sum   scale
}

func (m *meter) know(name string) {
	m.names.Lock()
	m.known[name] = true
	m.names.Unlock()
}

func (m *meter) add(value scale) scale {
	m.sum += value // want "m.sum is changed here by several goroutines at once"
	return m.sum
}

func (m *meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.know(r.URL.Path)
	println(m.add(2))
}
