package fixture

import "sync"

type result struct{ text string }

func run(work func() string) string {
	r := &result{}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		r.text = work()
	}()
	wg.Wait()
	return r.text
}

func runChannel(work func() string) string {
	var text string
	done := make(chan struct{})
	go func() {
		text = work()
		close(done)
	}()
	<-done
	return text
}
