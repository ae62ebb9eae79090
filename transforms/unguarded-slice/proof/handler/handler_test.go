package handler

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestManyVisits(t *testing.T) {
	mux := http.NewServeMux()
	Routes(mux)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			request := httptest.NewRequest("GET", fmt.Sprint("/", i), nil)
			mux.ServeHTTP(httptest.NewRecorder(), request)
		})
	}
	wg.Wait()
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest("GET", "/visits", nil))
	if got := answer.Body.String(); got != "50" {
		t.Error("visits:", got)
	}
}
