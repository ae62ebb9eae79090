package handler

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestTwoRequests(t *testing.T) {
	s := New()
	for range 2 {
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/quit", nil))
		if recorder.Code != http.StatusAccepted {
			t.Errorf("status %d", recorder.Code)
		}
		<-s.Quit()
	}
}
