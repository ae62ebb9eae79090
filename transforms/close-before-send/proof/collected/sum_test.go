package collected

import "testing"

func TestSum(t *testing.T) {
	if got := sum([][]int{{1, 2}, {3}, {4, 5, 6}}); got != 21 {
		t.Fatalf("the sum is %d", got)
	}
}
