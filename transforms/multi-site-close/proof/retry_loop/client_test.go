package retry_loop

import (
	"errors"
	"testing"
)

func TestThirdTimeLucky(t *testing.T) {
	c := New()
	tries := 0
	value, err := c.Fetch(func() (string, error) {
		tries++
		if tries < 3 {
			return "", errors.New("busy")
		}
		return "answer", nil
	})
	if value != "answer" || err != nil {
		t.Errorf("%q, %v", value, err)
	}
	<-c.lost
}
