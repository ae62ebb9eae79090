package fires

import "bufio"

// How many lines there are is not known before.
func lines(scanner *bufio.Scanner) (all []string) {
	read := make(chan string)
	for scanner.Scan() {
		read <- scanner.Text() // want "this send on `read` never ends"
	}
	close(read)
	for line := range read {
		all = append(all, line)
	}
	return all
}
