package quiet

import "bufio"

// The scanner's error has nothing to do with an end.
func scan(lines *bufio.Scanner, out chan<- string) error {
	for lines.Scan() {
		if lines.Err() != nil {
			return lines.Err()
		}
		out <- lines.Text()
	}
	return nil
}
