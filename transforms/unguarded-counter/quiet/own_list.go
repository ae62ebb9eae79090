package own_list

type node struct {
	next  *node
	value int
}

type list struct{ first *node }

func made(values []int) *list {
	l := &list{}
	for _, value := range values {
		l.first = &node{next: l.first, value: value}
	}
	return l
}

// Each goroutine has the list that it was given.
func (l *list) Double() {
	for n := l.first; n != nil; n = n.next {
		n.value *= 2
	}
}

func run(all [][]int) {
	for _, values := range all {
		go made(values).Double()
	}
}
