package fixture

func collect(names <-chan string) []string {
	var out []string
	done := make(chan struct{})
	go func() {
		defer close(done)
		for name := range names {
			out = append(out, name)
		}
	}()
	<-done
	return out
}
