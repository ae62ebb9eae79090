package first_answer

type replica func(key string) string

func send(r replica, key string, answers chan<- string) {
	answers <- r(key)
}

func first(replicas []replica, key string) string {
	answers := make(chan string)
	for _, r := range replicas {
		go send(r, key, answers)
	}
	return <-answers
}
