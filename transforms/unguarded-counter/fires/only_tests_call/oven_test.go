package only_tests_call

import "testing"

func TestOven(t *testing.T) {
	o := &oven{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.heat()
	}()
	o.warm()
	<-done
}
