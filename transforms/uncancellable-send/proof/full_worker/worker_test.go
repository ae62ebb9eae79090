package full_worker

import (
	"testing"
	"time"
)

func TestSubmit(t *testing.T) {
	w := start()
	if err := w.Submit(1); err != nil {
		t.Fatal(err)
	}
	w.SubmitAll([]int{2, 3})
	w.Stop()
}

// Stop waits for those who submit, and they must not wait for a worker that has stopped.
func TestStopEnds(t *testing.T) {
	w := start()
	close(w.quit)
	time.Sleep(10 * time.Millisecond)
	ended := make(chan struct{})
	go func() {
		w.SubmitAll([]int{1, 2, 3})
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(time.Second):
		t.Fatal("the submitter hangs")
	}
}
