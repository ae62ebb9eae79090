package fixture

import (
	"errors"
	"sync"
)

func checkAll(names []string, check func(string) error) error {
	var wg sync.WaitGroup
	var errs []error
	for _, name := range names {
		wg.Add(1)
		go func(name string) {
			defer wg.Done()
			if err := check(name); err != nil {
				errs = append(errs, err) // want "errs"
			}
		}(name)
	}
	wg.Wait()
	return errors.Join(errs...)
}
