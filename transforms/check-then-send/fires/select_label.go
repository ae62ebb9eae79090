package fires

import "sync"

type embedded struct {
	done chan struct{}
}

type pump struct {
	*embedded
	out chan int
}

func (p *pump) pump(wait *sync.WaitGroup, rows [][]int) {
	defer wait.Done()
rows:
	for _, row := range rows {
		for _, cell := range row {
			select {
			case <-p.done:
				break rows
			default:
			}
			if cell > 0 {
				p.out <- cell // want "`p.done` is asked before the send on `p.out`"
			}
		}
	}
}
