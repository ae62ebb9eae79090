package embedded

type lifetime struct {
	over chan struct{}
}

type Service struct {
	lifetime
	name string
}

func (s *Service) Stop() {
	close(s.over)
}

func (s *Service) Kill() {
	close(s.lifetime.over) // want "Service.Kill closes it here, Service.Stop closes it too"
}
