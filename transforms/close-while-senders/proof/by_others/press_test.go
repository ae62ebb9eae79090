package by_others

import (
	"sync"
	"testing"
	"time"
)

func TestDismiss(t *testing.T) {
	l := &Library{readers: map[string]*reader{}, see: func(string, string) { time.Sleep(10 * time.Microsecond) }}
	l.Admit("ann")
	var lenders sync.WaitGroup
	for range 4 {
		lenders.Add(1)
		go func() {
			defer lenders.Done()
			for range 50 {
				l.Lend("ann", "page")
			}
		}()
	}
	time.Sleep(time.Millisecond)
	l.Dismiss("ann")
	lenders.Wait()
}

func TestCancel(t *testing.T) {
	m := &Magazine{}
	seen := make(chan int, 100)
	s := m.Subscribe(func(issue int) { seen <- issue })
	m.Publish(1)
	if issue := <-seen; issue != 1 {
		t.Fatal(issue)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for issue := range 50 {
			m.Publish(issue)
			time.Sleep(10 * time.Microsecond)
		}
	}()
	time.Sleep(200 * time.Microsecond)
	s.Cancel()
	s.Cancel()
	<-ended
}
