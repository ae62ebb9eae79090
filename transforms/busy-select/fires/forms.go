package forms

import "context"

func wait(ctx context.Context, jobs <-chan func()) {
	for { // want "keeps a processor busy"
		select {
		case <-ctx.Done():
			return
		case job := <-jobs:
			job()
		default:
		}
	}
}

func until(done <-chan struct{}) {
loop:
	for { // want "does nothing in between"
		select {
		default:
		case <-done:
			break loop
		}
	}
}
