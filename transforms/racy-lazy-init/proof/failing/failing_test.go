package failing

import (
	"errors"
	"sync"
	"testing"
)

func TestManyAsk(t *testing.T) {
	s := New(func() ([]byte, error) { return []byte("text"), nil })
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if text, err := s.Text(); err != nil || string(text) != "text" {
				t.Error(string(text), err)
			}
		})
	}
	wg.Wait()
}

func TestAsksAgainAfterAFailure(t *testing.T) {
	failed := false
	s := New(func() ([]byte, error) {
		if !failed {
			failed = true
			return nil, errors.New("not yet")
		}
		return []byte("text"), nil
	})
	if _, err := s.Text(); err == nil {
		t.Fatal("no failure")
	}
	if text, err := s.Text(); err != nil || string(text) != "text" {
		t.Error(string(text), err)
	}
}
