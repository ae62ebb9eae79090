package fieldlater

type Reader struct {
	lines chan string
	err   error
}

func (r *Reader) Open(text []string) {
	r.lines = make(chan string, 1)
	go r.fill(text)
}

func (r *Reader) fill(text []string) {
	for _, line := range text {
		if line == "" {
			continue
		}
		r.lines <- line
	}
}

func (r *Reader) Close() {
	for line := range r.lines {
		if line == "end" {
			break
		}
	}
	close(r.lines) // want "closed by the side that receives"
}
