package net

type Addr interface {
	Network() string
	String() string
}

type Conn interface {
	Read(b []byte) (n int, err error)
	Write(b []byte) (n int, err error)
	Close() error
	LocalAddr() Addr
	RemoteAddr() Addr
}

type Listener interface {
	Accept() (Conn, error)
	Close() error
	Addr() Addr
}

func Dial(network, address string) (Conn, error)
func Listen(network, address string) (Listener, error)
