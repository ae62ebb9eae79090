package reset

import (
	"testing"
	"time"
)

func TestRepeat(t *testing.T) {
	calls := 0
	Repeat(3, time.Millisecond, func() { calls++ })
	if calls != 3 {
		t.Errorf("%d calls, want 3", calls)
	}
}
