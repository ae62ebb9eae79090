package stream

import "testing"

func TestCloseTwice(t *testing.T) {
	s := New()
	s.Close()
	s.Close()
}
