package together

import "errors"

var errStopped = errors.New("stopped")

// The channel itself is closed by Stop: the send and the close are mended together.
type Counter struct {
	out  chan int
	quit chan struct{}
}

func NewCounter() *Counter {
	c := &Counter{out: make(chan int), quit: make(chan struct{})}
	go c.loop()
	return c
}

func (c *Counter) loop() {
	for i := 0; ; i++ {
		select {
		case <-c.quit:
			close(c.out)
			return
		default:
			c.out <- i // want "`c.out` itself may be closed in between"
		}
	}
}

func (c *Counter) Next() int { return <-c.out }

func (c *Counter) Stop() {
	close(c.quit)
	close(c.out)
}

// A buffer has room even when it is over, so the question before the send stays.
type Queue struct {
	jobs   chan int
	closed chan struct{}
}

func NewQueue() *Queue {
	q := &Queue{jobs: make(chan int, 8), closed: make(chan struct{})}
	go q.work()
	return q
}

func (q *Queue) work() {
	for job := range q.jobs {
		println(job)
	}
}

func (q *Queue) Submit(job int) error {
	select {
	case <-q.closed:
		return errStopped
	default:
	}
	q.jobs <- job // want "`q.jobs` itself may be closed in between"
	return nil
}

func (q *Queue) Close() {
	close(q.closed)
	close(q.jobs)
}

// A receiver that has enough.
func firsts(values []int, n int) (all []int) {
	out := make(chan int)
	quit := make(chan struct{})
	go func() {
		for _, value := range values {
			select {
			case <-quit:
				return
			default:
			}
			out <- value // want "`out` itself may be closed in between"
		}
	}()
	for value := range out {
		all = append(all, value)
		if len(all) == n {
			close(quit)
			close(out)
			break
		}
	}
	return all
}

var _ = firsts
