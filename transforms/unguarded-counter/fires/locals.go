package locals

import "sync"

func count(work func(int) int32, first int) (int, int32) {
	a := 0
	b := int32(0)
	c := first
	d := 5 // five of them
	var e = 6
	var f int = first + 1
	var g, h uint32
	i, j := 0, len("text")
	k := false
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			a += n        // want "a is changed here"
			b += work(n)  // want "b is changed here"
			c--           // want "c is changed here"
			d += 2        // want "d is changed here"
			e++           // want "e is changed here"
			f -= n        // want "f is changed here"
			g++           // want "g is changed here"
			i++           // want "i is changed here"
			k = n+j > 100 // want "k is changed here"
		})
	}
	group.Wait()
	if k {
		return a + c + d, b
	}
	println(e, f, g, h, i)
	return a, b
}
