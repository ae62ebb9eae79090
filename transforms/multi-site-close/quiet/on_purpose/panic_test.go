package on_purpose

import "testing"

func TestCloseOfClosedChannel(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	c := make(chan int)
	close(c)
	close(c)
}
