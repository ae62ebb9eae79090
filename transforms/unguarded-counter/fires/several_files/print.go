package several_files

import "fmt"

func (p *pool) String() string {
	return fmt.Sprint("pool of ", p.size)
}
