package ordered

import "sync"

type Options struct {
	Name  string
	Limit int
}

type Guarded struct {
	mu    sync.Mutex
	Limit int
}

func use(o *Options) {}

// Waited for.
func waited(o *Options) int {
	done := make(chan struct{})
	go func() {
		o.Limit = 5
		close(done)
	}()
	<-done
	return o.Limit
}

// Handed over: nobody else uses it.
func handedOver() {
	o := &Options{}
	o.Limit = 1
	go func() {
		o.Limit = 5
		use(o)
	}()
}

// Another field.
func otherField(o *Options) string {
	go func() {
		o.Limit = 5
		use(o)
	}()
	return o.Name
}

// A value of its own.
func copied(o *Options) int {
	go func(o Options) {
		o.Limit = 5
		use(&o)
	}(*o)
	return o.Limit
}

func guarded(g *Guarded) int {
	go func() {
		g.mu.Lock()
		g.Limit = 5
		g.mu.Unlock()
	}()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.Limit
}

func rounds(n int) {
	for i := 0; i < n; i++ {
		o := &Options{Limit: i}
		go func() {
			o.Limit++
			use(o)
		}()
	}
}
