package feed

// Feed counts up for whoever takes numbers.
type Feed struct {
	items chan int
}

func Open(count int) *Feed {
	f := &Feed{items: make(chan int, 2)}
	go f.run(count)
	return f
}

func (f *Feed) run(count int) {
	for i := range count {
		f.items <- i
	}
}

// Take takes a number of items, and ends the feed.
func (f *Feed) Take(count int) []int {
	var taken []int
	for item := range f.items {
		taken = append(taken, item)
		if len(taken) == count {
			close(f.items)
			break
		}
	}
	return taken
}
