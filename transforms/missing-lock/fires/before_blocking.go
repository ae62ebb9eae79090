package feed

import (
	"net"
	"sync"
)

type Feed struct {
	mu   sync.Mutex
	conn net.Conn
	sent int
}

func (f *Feed) Connect(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.conn = conn
	f.sent = 0
	return nil
}

func (f *Feed) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.conn != nil {
		f.conn.Close()
		f.conn = nil
	}
	f.sent = 0
}

func (f *Feed) Sent() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sent
}

func (f *Feed) Send(data []byte) error {
	_, err := f.conn.Write(data) // want "f.conn is read without f.mu"
	if err != nil {
		return err
	}
	// One more.
	f.sent++ // want "f.sent is written without f.mu"
	return f.flush()
}

func (f *Feed) flush() error {
	return nil
}
