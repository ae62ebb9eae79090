package wait_group_go

import "sync"

func firstFailure(checks []func() error) <-chan struct{} {
	failed := make(chan struct{})
	var wg sync.WaitGroup
	for _, check := range checks {
		wg.Go(func() {
			if check() != nil {
				close(failed) // want "every goroutine that the loop starts closes it"
			}
		})
	}
	return failed
}
