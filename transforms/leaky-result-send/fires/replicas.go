package fires

type replica struct{ name string }

func (r replica) query(key string) string { return r.name + key }

func first(replicas []replica, key string) string {
	answers := make(chan string) // want "`answers` is made without room"
	for _, one := range replicas {
		go func(r replica) {
			answers <- r.query(key)
		}(one)
	}
	return <-answers
}

func race(count int, run func(int) int) int {
	done := make(chan int) // want "`done` is made without room"
	for i := 0; i < count; i++ {
		go func() { done <- run(i) }()
	}
	return <-done
}

func twins(left, right func() int) int {
	either := make(chan int) // want "`either` is made without room"
	go func() { either <- left() }()
	go func() { either <- right() }()
	return <-either
}
