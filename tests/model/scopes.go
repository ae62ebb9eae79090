package scopes

import "errors"

var err error

const limit = 0x10

// := in if, for, switch and select declares in its own scope; results share the scope of the body.
func shadow(in chan int, n int) (err error) {
	if n := n + 1; n > limit {
		err := errors.New("inner")
		_ = err
	} else if m := n; m > 0 {
		n = m
	}
	n, err = 1, nil
	n, ok := 2, true
	for i := range n {
		i := i
		_ = i
	}
	switch v := any(n).(type) {
	case int:
		n = v
	case string, bool:
		_ = v
	}
	select {
	case n, ok := <-in:
		_, _ = n, ok
	}
outer:
	for {
		for {
			break outer
		}
	}
	_ = ok
	return err
}

func global() { err = nil }
