package several

import (
	"runtime"
	"testing"
	"time"
)

func TestFirstOf(t *testing.T) {
	before := runtime.NumGoroutine()
	var questions []func() int
	for n := range 8 {
		questions = append(questions, func() int { return n })
	}
	if kept := firstOf(2, questions); len(kept) != 2 {
		t.Fatalf("kept %v", kept)
	}
	if kept := firstOf(9, questions); len(kept) != 8 {
		t.Fatalf("kept %v", kept)
	}
	time.Sleep(20 * time.Millisecond)
	if left := runtime.NumGoroutine() - before; left > 0 {
		t.Fatalf("%d goroutines are left", left)
	}
}
