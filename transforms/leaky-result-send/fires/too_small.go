package fires

func fetchAny(mirrors []string, fetch func(string) ([]byte, error)) ([]byte, error) {
	type page struct {
		body []byte
		err  error
	}
	pages := make(chan page, 1) // want "`pages` has room for 1 only"
	for _, mirror := range mirrors {
		go func() {
			body, err := fetch(mirror)
			pages <- page{body, err}
		}()
	}
	var last error
	for range mirrors {
		got := <-pages
		if got.err == nil {
			return got.body, nil
		}
		last = got.err
	}
	return nil, last
}
