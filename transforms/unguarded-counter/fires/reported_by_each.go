package reported_by_each

func each(jobs []int, done func()) (total int) {
	for _, n := range jobs {
		go func() {
			total += n // want "total is changed here by several goroutines at once"
			done()
		}()
	}
	return
}
