package restartable

type Agent struct {
	quit chan struct{}
}

func (a *Agent) Start() {
	a.quit = make(chan struct{})
	go a.run(a.quit)
}

func (a *Agent) Stop() {
	close(a.quit)
}

func (a *Agent) Close() {
	close(a.quit)
}

func (a *Agent) run(quit <-chan struct{}) {
	<-quit
}
