package closure

import "fmt"

func search(words []string, want string) bool {
	var (
		seen = make(chan string)
		hit  bool
	)
	send := func() {
		for i := 0; ; i++ {
			if i == len(words) {
				break
			}
			seen <- words[i] // the next one
		}
		fmt.Println("searched")
	}
	go send()
	for word := range seen {
		if word == want {
			hit = true
			close(seen) // want "closed by the side that receives"
			break
		}
	}
	return hit
}

var _ = search
