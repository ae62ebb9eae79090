// does not build
package errgroup

import "golang.org/x/sync/errgroup"

func run(tasks []func() error) error {
	stop := make(chan struct{})
	var group errgroup.Group
	for _, task := range tasks {
		group.Go(func() error {
			defer close(stop) // want "every goroutine that the loop starts closes it"
			return task()
		})
	}
	return group.Wait()
}
