package ended_by_the_sender

import "io"

type export struct {
	from io.Reader
	out  chan []byte
	done chan struct{}
}

// start says that it is over when it has sent the last part, and nobody else does.
func (e *export) start() <-chan []byte {
	go func() {
		part := make([]byte, 512)
		for {
			n, err := e.from.Read(part)
			if err != nil {
				break
			}
			e.write(part[:n])
		}
		close(e.done)
	}()
	return e.out
}

func (e *export) write(part []byte) {
	select {
	case <-e.done:
		return
	default:
	}
	e.out <- append([]byte(nil), part...)
}
