package collected

func each(jobs []func() int) (results []int) {
	out := make(chan int)
	for _, job := range jobs {
		out <- job()
	}
	close(out)
	for result := range out {
		results = append(results, result)
	}
	return results
}
