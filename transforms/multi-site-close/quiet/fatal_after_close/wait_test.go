package fatal_after_close

import "testing"

func TestStart(t *testing.T) {
	done := make(chan struct{})
	if t.Name() == "" {
		close(done)
		t.Fatal("no name")
	}
	close(done)
}
