package own_object

type job struct {
	tries int
	done  bool
}

func (j *job) run() {
	j.tries++
	j.done = true
}

func runAll(n int) {
	for range n {
		go func() {
			j := &job{}
			j.run()
			count := 0
			count++
			println(j.tries, j.done, count)
		}()
	}
}
