package unkeyed

import "testing"

func TestCount(t *testing.T) {
	var values []float64
	for number := range 200 {
		values = append(values, float64(number))
	}
	if hits, most := Count(values); hits != 200 || most != 199 {
		t.Errorf("%d hits, the largest is %g", hits, most)
	}
}
