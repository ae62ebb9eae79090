package fetch

import (
	"sync/atomic"
	"testing"
)

func TestAllWaits(t *testing.T) {
	var done atomic.Int32
	jobs := make([]func(), 20)
	for i := range jobs {
		jobs[i] = func() { done.Add(1) }
	}
	All(jobs)
	if n := done.Load(); n != 20 {
		t.Errorf("%d jobs are done, want 20", n)
	}
}
