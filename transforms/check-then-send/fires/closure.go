package fires

import "context"

func each(ctx context.Context, visit func(func(int) bool)) chan int {
	values := make(chan int)
	go visit(func(value int) bool {
		if ctx.Err() != nil {
			return false
		}
		values <- value // want "`ctx` is asked before the send on `values`"
		return true
	})
	return values
}
