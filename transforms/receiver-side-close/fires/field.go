package field

// Feed gives numbers to whoever takes them.
type Feed struct {
	items chan int // until enough are taken
	count int
}

func NewFeed(count int) *Feed {
	f := &Feed{
		items: make(chan int),
		count: count,
	}
	go f.run()
	return f
}

func (f *Feed) run() {
	for i := 0; i < f.count; i++ {
		f.items <- i
	}
}

func (f *Feed) Take(count int) []int {
	var taken []int
	for item := range f.items {
		taken = append(taken, item)
		if len(taken) == count {
			close(f.items) // want "closed by the side that receives"
			break
		}
	}
	return taken
}
