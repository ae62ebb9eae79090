package for_one_goroutine

import (
	"errors"
	"sync"
)

var errDone = errors.New("done")

type conn struct {
	mu  sync.Mutex
	err error
}

func (c *conn) run() {
	c.mu.Lock()
	c.err = errDone
	c.mu.Unlock()
}

func (c *conn) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

func (c *conn) Failed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err != nil
}

func (c *conn) Text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err.Error()
}

func (c *conn) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Quick is a conn without blocking.
//
// Methods of Quick are not safe for concurrent use.
type Quick struct {
	conn *conn
	sent chan struct{}
}

func (q *Quick) Start() {
	go q.conn.run()
	<-q.sent
}

func (q *Quick) Stop() error {
	return q.conn.err
}
