package ids

import "sync"

// Source hands out numbers.
type Source struct {
	next int
	last uint64
}

func (s *Source) Next() int {
	id := s.next
	s.next++
	return id
}

func (s *Source) Last() uint64 {
	s.last++
	return s.last
}

// Take takes n numbers of each kind at once, each on a goroutine of its own.
func (s *Source) Take(n int) (map[int]bool, map[uint64]bool) {
	ids, lasts := make([]int, n), make([]uint64, n)
	var group sync.WaitGroup
	for i := range n {
		group.Add(1)
		go func() {
			defer group.Done()
			ids[i], lasts[i] = s.Next(), s.Last()
		}()
	}
	group.Wait()
	seen, seenLasts := map[int]bool{}, map[uint64]bool{}
	for i := range n {
		seen[ids[i]], seenLasts[lasts[i]] = true, true
	}
	return seen, seenLasts
}
