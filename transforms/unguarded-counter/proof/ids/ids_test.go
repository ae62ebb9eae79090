package ids

import "testing"

func TestNoNumberTwice(t *testing.T) {
	ids, lasts := new(Source).Take(200)
	for id := range 200 {
		if !ids[id] || !lasts[uint64(id)+1] {
			t.Fatalf("%d is missing", id)
		}
	}
}
