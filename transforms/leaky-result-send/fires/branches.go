package fires

import "time"

type reply struct{ code int }

// One of several sends is made, whatever happens.
func call(dial func() (reply, error), parse func(reply) error) error {
	status := make(chan error) // want "`status` is made without room"
	go func() {
		got, err := dial()
		if err != nil {
			status <- err
			return
		}
		if err := parse(got); err != nil {
			status <- err
			return
		}
		status <- nil
	}()
	timer := time.NewTimer(time.Minute)
	defer timer.Stop()
	select {
	case err := <-status:
		return err
	case <-timer.C:
		return nil
	}
}

// The result goes to one channel, the error to another.
func split(load func() (int, error), quit chan struct{}) (int, error) {
	values := make(chan int)     // want "`values` is made without room"
	failures := make(chan error) // want "`failures` is made without room"
	go func() {
		value, err := load()
		if err != nil {
			failures <- err
			return
		}
		values <- value
	}()
	select {
	case value := <-values:
		return value, nil
	case err := <-failures:
		return 0, err
	case <-quit:
		return 0, nil
	}
}
