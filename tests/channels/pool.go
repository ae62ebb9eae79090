package pool

type Pool struct {
	jobs  chan int
	done  chan struct{}
	Extra chan string
}

func New() *Pool {
	p := &Pool{jobs: make(chan int, 8), done: make(chan struct{}), Extra: make(chan string)}
	go p.work()
	return p
}

func (p *Pool) Submit(job int) {
	select {
	case p.jobs <- job:
	case <-p.done:
	}
}

func (p *Pool) work() {
	for job := range p.jobs {
		println(job)
	}
}

func (p *Pool) Stop() {
	close(p.done)
	close(p.jobs)
}

func sum(numbers []int) (total int) {
	out := make(chan int)
	failed := make(chan error, len(numbers))
	go func() {
		defer close(out)
		for _, number := range numbers {
			out <- number
			failed <- nil
		}
	}()
	for number := range out {
		<-failed
		total += number
	}
	return total
}
