package handler_literal

import "net/http"

func serve(address string) error {
	stop := make(chan struct{})
	http.HandleFunc("/stop", func(w http.ResponseWriter, r *http.Request) {
		close(stop) // want "the handler runs once for each request"
	})
	go func() {
		<-stop
		println("stopping")
	}()
	return http.ListenAndServe(address, nil)
}
