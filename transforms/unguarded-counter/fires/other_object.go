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

func serve(a *account, n int) {
	for range n {
		s := &session{account: a}
		go s.call()
	}
	println(a.calls)
}
