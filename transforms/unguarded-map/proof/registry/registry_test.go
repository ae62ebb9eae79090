package registry

import "testing"

type named string

func (n named) Name() string { return string(n) }

func TestRegisterAll(t *testing.T) {
	r := New()
	if n := r.RegisterAll([]Plugin{named("a"), named("b"), named("a"), named("c"), named("b")}); n != 3 {
		t.Fatalf("%d are new, want 3", n)
	}
	if r.Find("b") == nil {
		t.Fatal("b is not there")
	}
}
