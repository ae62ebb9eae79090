package subtests

import "testing"

var shared int

// The test's own statements are over when the parallel part of a subtest runs.
func TestTable(t *testing.T) {
	count, seen := 0, 0
	for range 3 {
		t.Run("case", func(t *testing.T) {
			seen++
			t.Parallel()
			count++
		})
	}
	count = 5
}

// Not in parallel.
func TestList(t *testing.T) {
	count := 0
	for range 3 {
		t.Run("case", func(t *testing.T) { count++ })
	}
}
