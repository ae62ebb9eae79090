package gate

// Others receive.
type pipe struct {
	in chan int
}

func newPipe() *pipe {
	p := &pipe{in: make(chan int)}
	go p.drain()
	p.in <- 1
	return p
}

func (p *pipe) drain() {
	for range p.in {
	}
}

// Two who meet: one of them receives first.
type pair struct {
	turn chan int
}

func newPair() *pair { return &pair{turn: make(chan int)} }

func (p *pair) play(starts bool) int {
	if starts {
		p.turn <- 1
		return 0
	}
	return <-p.turn
}

// Anybody may wait.
type Task struct {
	done chan error
}

func NewTask() *Task { return &Task{done: make(chan error)} }

func (t *Task) Run() error {
	t.done <- nil
	return t.Wait()
}

func (t *Task) Wait() error { return <-t.done }

// There is room.
type lock struct {
	token chan struct{}
}

func newLock() *lock {
	l := &lock{token: make(chan struct{}, 1)}
	l.token <- struct{}{}
	return l
}

func (l *lock) with(run func()) {
	<-l.token
	run()
	l.token <- struct{}{}
}

// Who gets the struct before receives.
type owner struct {
	news chan string
}

func register(o *owner) { go func() { <-o.news }() }

func newOwner() *owner {
	o := &owner{news: make(chan string)}
	register(o)
	o.news <- "here"
	return o
}
