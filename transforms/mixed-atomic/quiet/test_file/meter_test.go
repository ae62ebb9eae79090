package test_file

import "testing"

func TestHit(t *testing.T) {
	var m meter
	m.hit()
	if m.hits != 1 {
		t.Error(m.hits)
	}
}
