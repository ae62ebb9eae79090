package parallel_tests

import "testing"

func TestAdd(t *testing.T) {
	t.Parallel()
	known.Add("a", func() int { return 1 })
}

func TestNothing(t *testing.T) {
	t.Parallel()
	if lookup("") > 0 {
		t.Fatal("there is something")
	}
}
