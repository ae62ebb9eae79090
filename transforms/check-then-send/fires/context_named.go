package fires

import (
	"context"
	"log"
)

type task struct {
	context.Context
	id int
}

type crew struct {
	tasks chan *task
}

func (c *crew) hand(over *task) error {
	if err := over.Err(); err != nil {
		log.Print(err)
		return err
	}
	over.id++
	c.tasks <- over // want "`over` is asked before the send on `c.tasks`"
	return nil
}
