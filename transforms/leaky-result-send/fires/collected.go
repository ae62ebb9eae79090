package fires

import "context"

func all(jobs []func() error) error {
	errs := make(chan error) // want "`errs` is made without room"
	for _, job := range jobs {
		go func() { errs <- job() }()
	}
	for range jobs {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func sum(ctx context.Context, parts int, part func(int) int) (int, error) {
	sums := make(chan int) // want "`sums` is made without room"
	for i := range parts {
		go func() { sums <- part(i) }()
	}
	total := 0
	for range parts {
		select {
		case one := <-sums:
			total += one
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	return total, nil
}
