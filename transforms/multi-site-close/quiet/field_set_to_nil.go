package field_set_to_nil

type follower struct {
	lines chan string
}

func (f *follower) Stop() {
	close(f.lines)
}

type session struct {
	follower *follower
}

func (s *session) unfollow() {
	if s.follower != nil {
		s.follower.Stop()
		s.follower = nil
	}
}

func (s *session) end() {
	if s.follower != nil {
		s.follower.Stop()
		s.follower = nil
	}
}
