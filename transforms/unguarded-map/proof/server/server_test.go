package server

import (
	"fmt"
	"testing"
)

func TestMany(t *testing.T) {
	s := Start()
	names := make(chan string)
	go s.Serve(names)
	go func() {
		for i := range 50 {
			names <- fmt.Sprint(i)
		}
		close(names)
	}()
	for range 50 {
		<-s.Left()
	}
}
