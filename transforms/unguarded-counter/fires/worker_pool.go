package worker_pool

type pool struct {
	jobs chan int
	done int
}

func (p *pool) work() {
	for range p.jobs {
		p.done++ // want "p.done is changed here"
	}
}

// What is sent afterwards says nothing of the rounds before it.
func Fill(p *pool) {
	go p.work()
	for n := range 10 {
		p.jobs <- n
		println(p.done)
	}
	close(p.jobs)
}
