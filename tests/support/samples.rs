//! Small Go files for tests of the binary itself.

/// One finding of `multi-site-close`, with a fix.
pub const CLOSED_TWICE: &str = "package server

type Server struct {
	quit chan struct{}
}

func New() *Server {
	return &Server{quit: make(chan struct{})}
}

func (s *Server) Run() {
	<-s.quit
}

func (s *Server) Stop() {
	close(s.quit)
}

func (s *Server) Abort() {
	close(s.quit)
}
";

/// One finding of `check-then-send`, with a fix.
pub const CHECKED_THEN_SENT: &str = "package feed

type Feed struct {
	done   chan struct{}
	events chan int
}

func (f *Feed) Publish(event int) {
	select {
	case <-f.done:
		return
	default:
	}
	f.events <- event
}
";

/// Nothing to find.
pub const CLEAN: &str = "package clean

func Add(a, b int) int {
	return a + b
}
";

/// A file that is no Go.
pub const NOT_GO: &str = "this is { not a ) Go file\n";

pub const GO_MOD: &str = "module example.test/sample\n\ngo 1.26\n";
