package reported

type job struct{ failed bool }

// Who starts it with a function does not look at the job before that is called.
func Start(run func() bool, done func()) *job {
	j := &job{}
	finish := func() {
		j.failed = !run()
	}
	if done != nil {
		go func() {
			finish()
			done()
		}()
	} else {
		finish()
	}
	return j
}

func Run(run func() bool) bool {
	return Start(run, nil).failed
}
