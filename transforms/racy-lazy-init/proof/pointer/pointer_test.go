package pointer

import (
	"net/http/httptest"
	"sync"
	"testing"
)

func TestFirstRequests(t *testing.T) {
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			answer := httptest.NewRecorder()
			Home(answer, httptest.NewRequest("GET", "/", nil))
			if answer.Body.String() != "home" {
				t.Error("no title")
			}
		})
	}
	wg.Wait()
}
