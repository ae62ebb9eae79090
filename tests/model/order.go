package order

import "net/http"

type job struct{ step, other int }

// What stands before the go statement happens before the goroutine.
func before() {
	j := &job{}
	j.step = 1
	go j.run()
	j.other = 2 // the goroutine reads it
}

func (j *job) run() {
	_ = j.step
	_ = j.other
}

type loop struct {
	conf, state int
	quit        chan struct{}
}

// New sets things up before it starts the goroutine, in a method that it calls.
func New() *loop {
	l := &loop{quit: make(chan struct{})}
	l.conf = 1
	l.begin()
	return l
}

func (l *loop) begin() {
	l.conf++
	go l.work()
}

func (l *loop) work() {
	for {
		l.state++
		_ = l.conf
	}
}

// State runs on its callers' goroutines.
func (l *loop) State() int { return l.state }

// Captured variables.
func captured() int {
	n, m := 0, 0
	n++
	go func() {
		n++
		m++
	}()
	return m
}

// A goroutine for each iteration, all with one counter.
func counter(jobs []int) {
	total := 0
	for range jobs {
		go func() { total++ }()
	}
}

// Only one: nothing runs beside it.
func single() {
	total := 0
	go func() { total++ }()
}

// Called in a loop, and does not wait.
func (l *loop) each() {
	for range 3 {
		l.one()
	}
}

func (l *loop) one() {
	go func() { l.quit = nil }()
}

// Two goroutines of one function.
func pair() {
	x := 0
	go func() { x = 1 }()
	go func() { x = 2 }()
}

// Branches that exclude each other.
func either(ok bool) {
	x := 0
	if ok {
		go func() { x = 1 }()
	} else {
		x = 2
	}
}

// A deferred call runs at the end.
func deferred() {
	x := 0
	defer func() { x = 2 }()
	go func() { x = 1 }()
}

var requests, started int

// Handlers race with themselves, but when the server starts is not known.
func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		requests++
		_ = started
	})
	started = 1
	http.HandleFunc("/stats", stats)
}

func stats(w http.ResponseWriter, r *http.Request) { _ = requests }
