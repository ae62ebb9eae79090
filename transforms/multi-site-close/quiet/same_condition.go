package same_condition

func run(early bool, step func()) {
	done := make(chan struct{})
	if early {
		close(done)
	}
	step()
	if !early {
		close(done)
	}
}
