package tag

import "encoding/json"

type status struct {
	Jobs int `json:"jobs"`
}

func (s *status) done() {
	s.Jobs++ // want "s.Jobs is changed here"
}

func (s *status) Run(n int) {
	for range n {
		go s.done()
	}
}

func (s *status) text() ([]byte, error) {
	return json.Marshal(s)
}
