package server

import (
	"runtime"
	"testing"
)

func TestShortJobs(t *testing.T) {
	for range 200 {
		var s Server
		jobs := make([]func(), 50)
		for i := range jobs {
			jobs[i] = runtime.Gosched
		}
		s.Start(jobs)
		s.Stop()
	}
}
