package fixture

func watch(each func(func())) string {
	var name string
	ready := make(chan struct{})
	go func() {
		name = "worker"
		each(func() { ready <- struct{}{} })
	}()
	<-ready
	return name
}
