package final

import (
	"sync"
	"testing"
	"time"
)

func TestEndsWithCall(t *testing.T) {
	done := make(chan string, 1)
	go func() {
		account := new(Account)
		var clients sync.WaitGroup
		for range 8 {
			clients.Go(func() { account.Add(1) })
		}
		clients.Wait()
		if account.Balance() != 8 {
			t.Error("an amount is lost")
		}
		done <- account.Clear()
	}()
	select {
	case text := <-done:
		if text != "account: 0" {
			t.Errorf("got %q", text)
		}
	case <-time.After(2 * time.Second):
		t.Fatal("the account waits for itself")
	}
}
