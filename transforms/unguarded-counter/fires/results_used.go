package results_used

import "fmt"

type ids struct {
	next, last, spare int
	tries             int
	lent              uint32
	used              int64
}

func (s *ids) Next() int {
	s.next++ /* want "s.next is changed here" */
	return s.next
}

func (s *ids) take() string {
	s.last++ // want "s.last is changed here"
	return fmt.Sprintf("id-%d", s.last)
}

func (s *ids) reserve() int {
	id := s.spare
	s.spare++ // want "s.spare is changed here"
	return id
}

func (s *ids) try(most int) bool {
	if s.tries++; s.tries > most { // want "s.tries is changed here"
		return false
	}
	return true
}

func (s *ids) lend() {
	s.lent++ // want "s.lent is changed here"
	if s.lent > 10 {
		fmt.Println("many are lent:", s.lent)
	}
}

func (s *ids) use() {
	s.used += 3 // want "s.used is changed here"
	total := s.used
	fmt.Println(total)
}

func (s *ids) start() {
	for range 3 {
		go s.Next()
		go s.take()
		go s.reserve()
		go s.try(3)
		go s.lend()
		go s.use()
	}
}
