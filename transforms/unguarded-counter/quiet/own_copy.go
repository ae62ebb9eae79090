package own_copy

type options struct{ limit int }

func use(options *options) {}

// The goroutine gets a copy: that is for another rule.
func start(o *options) int {
	go func() {
		o.limit = max(o.limit, 10)
		use(o)
	}()
	return o.limit
}

// And here a variable of its own.
func try(find func() (int, bool)) bool {
	_, ok := find()
	go func() {
		var n int
		if n, ok = find(); ok {
			println(n)
		}
	}()
	_, ok = find()
	return ok
}
