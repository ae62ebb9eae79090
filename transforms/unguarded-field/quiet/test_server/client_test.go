package fixture

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

type recorder struct{ body string }

func (r *recorder) handle(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	r.body = string(body)
}

func TestSend(t *testing.T) {
	r := &recorder{}
	mux := http.NewServeMux()
	mux.HandleFunc("/", r.handle)
	server := httptest.NewServer(mux)
	defer server.Close()
	if err := send(server.URL, "hello"); err != nil {
		t.Fatal(err)
	}
	if r.body != "hello" {
		t.Error(r.body)
	}
}
