package read_later

import (
	"errors"
	"sync"
)

func step(n int) error { return errors.New("step") }

// The result is wanted: an errgroup or a channel brings it.
func all(n int) error {
	var (
		wg  sync.WaitGroup
		err error
	)
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err = step(i); err != nil { // want "the goroutine assigns to the err of all"
				return
			}
		}()
	}
	wg.Wait()
	return err
}

func both() (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = step(1) // want "assigns to the err of both while others use it"
	}()
	err = step(2)
	<-done
	return
}
