package reader

import (
	"testing"
	"time"
)

func TestClose(t *testing.T) {
	for range 20 {
		r := Open()
		summed := make(chan int)
		go func() { summed <- r.Sum() }()
		time.Sleep(time.Millisecond)
		r.Close()
		select {
		case <-summed:
		case <-time.After(time.Second):
			t.Fatal("the loop over the lines does not end")
		}
	}
}
