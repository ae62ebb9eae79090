package fires

import "context"

func offer(ctx context.Context, bids chan<- int, bid int) (sent bool) {
	if ctx.Err() != nil {
		println("too late")
	} else {
		bids <- bid // want "`ctx` is asked before the send on `bids`"
		sent = true
	}
	return
}
