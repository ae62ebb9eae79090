package store_test

import (
	"testing"

	"example.test/two/store"
)

func TestUsers(t *testing.T) {
	s := &store.Store{}
	if s.Users > 0 {
		t.Fatalf("%d users", s.Users)
	}
}
