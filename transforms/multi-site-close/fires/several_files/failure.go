package several_files

import "fmt"

func (s *Server) Fail(err error) {
	fmt.Println(s.address, err)
	close(s.done)
}
