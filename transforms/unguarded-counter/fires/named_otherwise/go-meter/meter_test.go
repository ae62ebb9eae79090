package meter_test

import (
	"testing"

	"example.test/named/go-meter"
)

func TestAsked(t *testing.T) {
	if meter.Asked != 0 {
		t.Fatal(meter.Asked)
	}
}
