package fires

import "context"

type conn struct{ open bool }

func (c *conn) Close() error {
	c.open = false
	return nil
}

type listener struct {
	accepted chan *conn
}

func (l *listener) serve(ctx context.Context) {
	for {
		if ctx.Err() != nil {
			return
		}
		l.accepted <- &conn{open: true} // want "`ctx` is asked before the send on `l.accepted`"
	}
}
