package renewed_by_callee

type Epoch struct {
	over chan struct{}
}

func (e *Epoch) begin() {
	e.over = make(chan struct{})
}

func (e *Epoch) Run(rounds int) {
	for range rounds {
		e.begin()
		close(e.over)
	}
}
