package fires

type pair struct {
	stopped chan struct{}
	left    chan int
	right   chan int
}

func (p *pair) send(left, right int) bool {
	select {
	case <-p.stopped:
		return false
	default:
	}
	p.left <- left   // want "the send on `p.left`"
	p.right <- right // want "the send on `p.right`"
	return true
}
