package captured

import "testing"

func TestCount(t *testing.T) {
	jobs := make([]func() bool, 100)
	for i := range jobs {
		jobs[i] = func() bool { return i%2 == 0 }
	}
	if passed := Count(jobs); passed != 50 {
		t.Errorf("%d passed", passed)
	}
}
