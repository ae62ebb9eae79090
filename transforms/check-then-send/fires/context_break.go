package fires

import "context"

func count(ctx context.Context, limit int) <-chan int {
	numbers := make(chan int)
	go func() {
		defer close(numbers)
		for number := 0; number < limit; number++ {
			if nil != ctx.Err() {
				break
			}
			numbers <- number // want "`ctx` is asked before the send on `numbers`"
		}
	}()
	return numbers
}
