package fixture

import "sync"

func crawl(pages []string, load func(string) string) []string {
	limit := make(chan struct{}, 8)
	var texts []string
	var wg sync.WaitGroup
	for _, page := range pages {
		limit <- struct{}{}
		wg.Add(1)
		go func() {
			defer func() {
				<-limit
				wg.Done()
			}()
			text := load(page)
			texts = append(texts, text) // want "texts"
		}()
	}
	wg.Wait()
	return texts
}
