package early

import "testing"

func TestTake(t *testing.T) {
	s := store{items: map[string]int{"a": 1}}
	if n, ok := s.take("a"); n != 1 || !ok {
		t.Fatal(n, ok)
	}
	if _, ok := s.take("b"); ok {
		t.Fatal("there is no b")
	}
}
