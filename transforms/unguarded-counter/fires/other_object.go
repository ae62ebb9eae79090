package other_object

type account struct {
	calls int
}

type session struct {
	account *account
}

func (s *session) call() {
	s.account.calls++ // want "s.account.calls is changed here"
}

func (s *session) Serve(n int) {
	for range n {
		go s.call()
	}
	println(s.account.calls)
}
