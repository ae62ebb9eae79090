package mirror

import (
	"net/http/httptest"
	"sync"
	"testing"
)

func TestMirror(t *testing.T) {
	m := New(func(name string) (string, error) { return "<" + name + ">", nil })
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			got := httptest.NewRecorder()
			m.ServeHTTP(got, httptest.NewRequest("GET", "/?page=a", nil))
			if got.Body.String() != "<a>" {
				t.Errorf("got %q", got.Body)
			}
		}()
	}
	wg.Wait()
}
