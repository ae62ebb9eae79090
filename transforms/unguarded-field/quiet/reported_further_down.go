package reported_further_down

type Job struct {
	dir  string
	path string
}

type Loader struct {
	dirs []string
}

// Start looks for the folder; its caller leaves the job alone until done has been called.
func (l *Loader) Start(path string, done func()) *Job {
	j := &Job{path: path}
	find := func() {
		j.fill(l.dirs)
	}
	if done == nil {
		find()
		return j
	}
	go func() {
		find()
		done()
	}()
	return j
}

func (j *Job) fill(dirs []string) {
	if j.dir == "" && len(dirs) > 0 {
		j.dir = dirs[0]
	}
}

func (j *Job) Dir() string {
	return j.dir
}
