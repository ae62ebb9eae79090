package own_error

import (
	"fmt"
	"strconv"
)

// Start parses in the background and here.
func Start(background string, here string, failed chan<- string) (int, error) {
	n, err := strconv.Atoi("0")
	if err != nil {
		return 0, err
	}
	go func() {
		_, err = strconv.Atoi(background)
		if err != nil {
			failed <- fmt.Sprint(err)
		}
	}()
	n, err = strconv.Atoi(here)
	return n, err
}
