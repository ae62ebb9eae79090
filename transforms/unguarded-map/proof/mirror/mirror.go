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
	if page, ok := m.pages[r.FormValue("page")]; ok {
		w.Write([]byte(page))
		return
	}
	page, err := m.fetch(r.FormValue("page"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	m.pages[r.FormValue("page")] = page
	w.Write([]byte(page))
}
