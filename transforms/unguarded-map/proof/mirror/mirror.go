package mirror

import "net/http"

// Mirror keeps the pages that it has fetched.
type Mirror struct {
	pages map[string]string
	fetch func(string) (string, error)
}

func New(fetch func(string) (string, error)) *Mirror {
	return &Mirror{pages: map[string]string{}, fetch: fetch}
}

func (m *Mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("page")
	if page, ok := m.pages[name]; ok {
		w.Write([]byte(page))
		return
	}
	page, err := m.fetch(name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	m.pages[name] = page
	w.Write([]byte(page))
}
