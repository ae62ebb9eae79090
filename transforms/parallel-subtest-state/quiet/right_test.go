package right

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestOwn(t *testing.T) {
	for _, name := range []string{"a", "b"} {
		got := ""
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got = name
			if got != name {
				t.Error(got)
			}
		})
	}
}

func TestSerial(t *testing.T) {
	count := 0
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			count++
		})
	}
	if count != 2 {
		t.Error(count)
	}
}

func TestBefore(t *testing.T) {
	count := 0
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			count++
			t.Parallel()
		})
	}
}

func TestGuarded(t *testing.T) {
	var mu sync.Mutex
	var n atomic.Int32
	seen := map[string]bool{}
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n.Add(1)
			mu.Lock()
			seen[name] = true
			mu.Unlock()
		})
	}
}

func TestIndexed(t *testing.T) {
	names := []string{"a", "b"}
	got := make([]string, len(names))
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got[i] = name
		})
	}
}

// Only one of the subtests sets it, and nobody reads it at the same time.
func TestAlone(t *testing.T) {
	name := "none"
	t.Run("set", func(t *testing.T) {
		t.Parallel()
		name = "set"
		t.Log(name)
	})
	t.Log(name)
}
