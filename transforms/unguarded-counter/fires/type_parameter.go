package type_parameter

import "sync"

type number interface{ ~int | ~float64 }

func sum[T number](values []T) T {
	var total T
	var group sync.WaitGroup
	for _, value := range values {
		group.Add(1)
		go func() {
			defer group.Done()
			total += value // want "total is changed here by several goroutines at once"
		}()
	}
	group.Wait()
	return total
}

type meter[K comparable, N number] struct {
	by  map[K]bool
	all N
}

func (m *meter[K, N]) run(values []N) {
	for _, value := range values {
		go func() {
			m.all += value // want "m.all is changed here by several goroutines at once"
		}()
	}
}
