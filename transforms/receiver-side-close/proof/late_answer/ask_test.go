package late_answer

import (
	"runtime"
	"testing"
	"time"
)

func TestAsk(t *testing.T) {
	before := runtime.NumGoroutine()
	slow := func() string {
		time.Sleep(10 * time.Millisecond)
		return "yes"
	}
	if _, err := ask(slow, time.Millisecond); err != errLate {
		t.Fatalf("the error is %v", err)
	}
	if answer, err := ask(slow, time.Second); answer != "yes" || err != nil {
		t.Fatalf("answered %q, %v", answer, err)
	}
	time.Sleep(30 * time.Millisecond)
	if left := runtime.NumGoroutine() - before; left > 0 {
		t.Fatalf("%d goroutines are left", left)
	}
}
