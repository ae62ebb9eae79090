package others

import (
	"runtime"
	"time"
)

func poll(done <-chan struct{}, work func()) {
	for {
		select {
		case <-done:
			return
		default:
			work()
		}
	}
}

func behind(done <-chan struct{}, work func()) {
	for {
		select {
		case <-done:
			return
		default:
		}
		work()
	}
}

func often(done <-chan struct{}, n int) {
	for range n {
		select {
		case <-done:
			return
		default:
		}
	}
	for {
		select {
		case <-done:
			return
		default:
			runtime.Gosched()
		}
	}
}

func once(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
	}
	time.Sleep(time.Millisecond)
	return false
}
