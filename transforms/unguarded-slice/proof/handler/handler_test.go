package handler

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
)

func TestManyVisits(t *testing.T) {
	mux := http.NewServeMux()
	Routes(mux)
	count := func() int {
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, httptest.NewRequest("GET", "/visits", nil))
		number, err := strconv.Atoi(answer.Body.String())
		if err != nil {
			t.Fatal(err)
		}
		return number
	}
	before := count()
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			request := httptest.NewRequest("GET", fmt.Sprint("/", i), nil)
			mux.ServeHTTP(httptest.NewRecorder(), request)
		})
	}
	wg.Wait()
	if visits := count() - before; visits != 50 {
		t.Error("visits:", visits)
	}
}
