package fixture

func upper(names []string, change func(string) string) []string {
	results := make(chan string)
	for _, name := range names {
		go func() { results <- change(name) }()
	}
	var out []string
	for range names {
		out = append(out, <-results)
	}
	return out
}
