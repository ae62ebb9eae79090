package forms

import "context"

func wait(ctx context.Context, jobs <-chan func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-jobs:
			job()
		default: // want "keeps a processor busy"
		}
	}
}

func until(done <-chan struct{}) {
loop:
	for {
		select {
		default: // want "does nothing in between"
		case <-done:
			break loop
		}
	}
}
