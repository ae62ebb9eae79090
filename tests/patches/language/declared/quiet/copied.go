package copied

type stats struct {
	hits int64
}

func (s stats) read() int64 {
	return s.hits
}
