package read_lines

import (
	"bufio"
	"io"
)

func lines(source io.Reader) (all []string) {
	scanner := bufio.NewScanner(source)
	read := make(chan string)
	for scanner.Scan() {
		read <- scanner.Text()
	}
	close(read)
	for line := range read {
		all = append(all, line)
	}
	return all
}
