package given_end

import (
	"context"
	"testing"
	"time"
)

func within(t *testing.T, run func() error) error {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- run() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(time.Second):
		t.Fatal("it hangs")
		return nil
	}
}

func TestSend(t *testing.T) {
	r := newRadio()
	if err := within(t, func() error { return r.sendTwice("a") }); err != nil {
		t.Fatal(err)
	}
}

func TestSendToNobody(t *testing.T) {
	r := &radio{waves: make(chan string), quit: make(chan struct{})}
	go func() {
		<-r.waves
		close(r.quit)
	}()
	if err := within(t, func() error { return r.sendTwice("a") }); err != errGone {
		t.Fatal(err)
	}
}

func TestHear(t *testing.T) {
	r := newRadio()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	go r.say("a")
	err := within(t, func() error {
		_, err := r.hearAll(ctx, 2)
		return err
	})
	if err == nil {
		t.Fatal("two heard where one was said")
	}
	if _, err := r.hear(ctx); err == nil {
		t.Fatal("heard what nobody said")
	}
}

func TestPoll(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if err := within(t, func() error { return Poll(ctx, func() error { return nil }) }); err == nil {
		t.Fatal("it ended by itself")
	}
}
