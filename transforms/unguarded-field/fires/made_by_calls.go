package made_by_calls

import (
	"net/http"
	"time"
)

type reading struct {
	value float64
	at    time.Time
}

type sensor struct {
	last   reading
	client *http.Client
}

func (s *sensor) poll(read func() float64) {
	for {
		s.last = reading{read(), time.Now()}          // want "s.last is changed here"
		s.client = &http.Client{Timeout: time.Second} // want "s.client is changed here"
	}
}

func Watch(s *sensor, read func() float64) {
	go s.poll(read)
	time.Sleep(time.Second)
	println(s.last.value, s.client.Timeout)
}
