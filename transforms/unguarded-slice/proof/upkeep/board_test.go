package board

import (
	"fmt"
	"slices"
	"testing"
)

func TestFill(t *testing.T) {
	var names, want []string
	for n := range 50 {
		name := fmt.Sprint(n)
		names = append(names, name)
		if len(name) > 1 {
			want = append(want, name)
		}
	}
	slices.Sort(want)
	if got := Fill(names); !slices.Equal(got, want) {
		t.Errorf("Fill gives %v, want %v", got, want)
	}
}
