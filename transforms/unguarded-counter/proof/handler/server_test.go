package handler

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestRequestsAtOnce(t *testing.T) {
	server := &Server{}
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 50 {
				server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/x", nil))
			}
		}()
	}
	group.Wait()
	if hits, bytes := server.Hits(); hits != 400 || bytes != 800 {
		t.Errorf("%d hits, %d bytes", hits, bytes)
	}
}
