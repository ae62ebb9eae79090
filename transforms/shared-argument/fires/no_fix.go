package no_fix

type Job struct {
	Name string
	Done bool
}

type Batch struct {
	Size int
	Jobs []Job
}

func use(j *Job) {}

// The starter looks for the change.
func poll(j *Job) {
	go func() {
		use(j)
		j.Done = true // want "the goroutine changes j.Done"
	}()
	for !j.Done {
		use(nil)
	}
}

func both(j *Job) {
	go func() {
		j.Name = "b" // want "the goroutine changes j.Name"
		use(j)
	}()
	j.Name = "a"
}

func refers(b *Batch) int {
	go func() {
		b.Size = len(b.Jobs) // want "the goroutine changes b.Size"
		print(b.Size)
	}()
	return b.Size
}
