package once_func

import "sync"

func start() (<-chan struct{}, func()) {
	done := make(chan struct{})
	stop := sync.OnceFunc(func() { close(done) })
	go stop()
	return done, stop
}
