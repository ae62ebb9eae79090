package fires

import "context"

type ticker struct {
	ctx   context.Context
	ticks chan int
}

func (t *ticker) tick(now int) {
	if t.ctx.Err() == nil {
		t.ticks <- now // want "`t.ctx` is asked before the send on `t.ticks`"
		println("ticked")
	} else {
		println("over")
	}
}
