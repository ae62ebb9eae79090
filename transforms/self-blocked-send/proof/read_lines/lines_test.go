package read_lines

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLines(t *testing.T) {
	got := make(chan []string, 1)
	go func() { got <- lines(strings.NewReader("a\nb\nc\n")) }()
	select {
	case all := <-got:
		if !slices.Equal(all, []string{"a", "b", "c"}) {
			t.Fatalf("got %q", all)
		}
	case <-time.After(500 * time.Millisecond):
		t.Fatal("lines hangs")
	}
}
