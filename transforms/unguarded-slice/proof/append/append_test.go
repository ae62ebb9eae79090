package append

import (
	"strings"
	"testing"
)

func TestNoneIsLost(t *testing.T) {
	names := make([]string, 200)
	for i := range names {
		names[i] = strings.Repeat("x", 9+i)
	}
	if found := Long(names); len(found) != len(names) {
		t.Errorf("%d of %d names", len(found), len(names))
	}
}
