package one_after_the_other

import "errors"

func load(read func() error) error {
	ready := make(chan struct{})
	err := read()
	if err != nil {
		close(ready)
	}
	close(ready) // want "load closes it above, and again here"
	return errors.Join(err)
}
