package failed

import "sync"

// The first that fails closes, for all.
func fetch(names []string, get func(string) (string, error)) (pages []string, err error) {
	results := make(chan string)
	var wg sync.WaitGroup
	var once sync.Once
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			page, failure := get(name)
			if failure != nil {
				once.Do(func() {
					err = failure
					close(results) // want "closed while others may still send"
				})
				return
			}
			results <- page
		}()
	}
	for page := range results {
		pages = append(pages, page)
	}
	return pages, err
}

var _ = fetch
