package different_objects

type pipe struct {
	done chan struct{}
}

func join(left, right *pipe) {
	close(left.done)
	close(right.done)
}

type Bridge struct {
	in  pipe
	out pipe
}

func (b *Bridge) CloseWrite() {
	close(b.out.done)
}

func (b *Bridge) CloseRead() {
	close(b.in.done)
}
