package double

import (
	"strconv"
	"testing"
	"time"
)

func TestDouble(t *testing.T) {
	var got int
	for n := range 4 {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			got = Double(n)
			time.Sleep(time.Millisecond)
			if got != 2*n {
				t.Errorf("Double(%d) is %d", n, got)
			}
		})
	}
}
