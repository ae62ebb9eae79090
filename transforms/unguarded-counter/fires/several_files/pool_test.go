package several_files

import "testing"

func TestPool(t *testing.T) {
	p := &pool{size: 0}
	p.grow()
	if p.size != 1 {
		t.Errorf("size %d", p.size)
	}
	if got, want := p.size, len("x"); got != want {
		t.Error(got)
	}
}
