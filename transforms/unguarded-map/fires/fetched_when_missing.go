package fetched_when_missing

import "net/http"

type mirror struct {
	pages map[string][]byte
	fetch func(string) ([]byte, error)
}

// The page is fetched without the lock; page, which the condition declares, is declared again behind it.
func (m *mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	if page, ok := m.pages[name]; ok {
		w.Write(page)
		return
	}
	page, err := m.fetch(name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	m.pages[name] = page // want "m.pages is changed here"
	w.Write(page)
}
