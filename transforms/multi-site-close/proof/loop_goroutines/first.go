package loop_goroutines

import "sync"

// AnyFailed runs all checks at once; the channel is closed when one of them has failed.
func AnyFailed(checks []func() error, wg *sync.WaitGroup) <-chan struct{} {
	failed := make(chan struct{})
	for _, check := range checks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := check(); err != nil {
				close(failed)
			}
		}()
	}
	return failed
}
