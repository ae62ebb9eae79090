package options

import "testing"

func TestDefaultsStayInTheBackground(t *testing.T) {
	limits := make(chan int, 1)
	for range 50 {
		if got := Start(&Options{}, limits); got != 0 {
			t.Fatalf("got %d, want 0", got)
		}
		if got := <-limits; got != 10 {
			t.Fatalf("the limit is %d, want 10", got)
		}
	}
}
