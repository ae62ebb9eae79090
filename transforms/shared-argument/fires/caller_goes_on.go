package caller_goes_on

type job struct {
	tries int
	name  string
}

func start(j *job, send func(job) bool) {
	go func() {
		for !send(*j) {
			j.tries++ // want "the goroutine changes j.tries while the caller of start goes on using what it has given"
		}
	}()
}

func submit(send func(job) bool) int {
	j := &job{name: "x"}
	start(j, send)
	return j.tries
}
