// go 1.18
package atomic_beside

import (
	"fmt"
	"net/http"
	"sync/atomic"
)

var requests, failures int64

var ready int32

func handle(w http.ResponseWriter, r *http.Request) {
	atomic.AddInt64(&requests, 1)
	if r.Method != http.MethodGet {
		failures++ // want "failures is changed here by several goroutines at once"
	}
	atomic.StoreInt32(&ready, 1)
	fmt.Fprintln(w, atomic.LoadInt64(&requests), failures, atomic.LoadInt32(&ready) == 1)
}

func register() {
	http.HandleFunc("/", handle)
}
