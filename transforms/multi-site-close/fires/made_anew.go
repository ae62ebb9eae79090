package made_anew

type Runner struct {
	quit chan struct{}
}

func (r *Runner) Restart(failed bool) {
	if failed {
		close(r.quit)
	}
	close(r.quit) // want "Runner.Restart closes it above, and again here"
	r.quit = make(chan struct{})
}
