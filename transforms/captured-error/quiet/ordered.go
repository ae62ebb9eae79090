package ordered

import (
	"errors"
	"log"
	"sync"
)

func step(n int) error { return errors.New("step") }

// Joined before anybody else uses it.
func joined() error {
	var err error
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		err = step(1)
	}()
	wg.Wait()
	return err
}

func received() error {
	var err error
	done := make(chan struct{})
	go func() {
		err = step(1)
		close(done)
	}()
	<-done
	if err != nil {
		return err
	}
	err = step(2)
	return err
}

// Nobody else uses it any more.
func handedOver() {
	err := step(0)
	log.Print(err)
	go func() {
		err = step(1)
		log.Print(err)
	}()
}

// Its own.
func own() error {
	err := step(0)
	go func() {
		err := step(1)
		log.Print(err)
	}()
	err = step(2)
	return err
}

func locked(n int) error {
	var (
		mu  sync.Mutex
		wg  sync.WaitGroup
		err error
	)
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if failure := step(i); failure != nil {
				mu.Lock()
				err = failure
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	return err
}

// A variable for each round.
func rounds(n int) {
	for i := 0; i < n; i++ {
		err := step(i)
		go func() {
			err = step(i + 1)
			log.Print(err)
		}()
	}
}

func once(n int) error {
	var (
		once  sync.Once
		wg    sync.WaitGroup
		first error
	)
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			once.Do(func() { first = step(i) })
		}()
	}
	wg.Wait()
	return first
}
