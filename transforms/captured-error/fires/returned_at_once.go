package returned_at_once

import "os"

func log(name, other string) error {
	err := os.Remove(name)
	go func() {
		_, err = os.Stat(other) // want "the goroutine assigns to the err of log while others use it"
		if err != nil {
			println(err.Error())
		}
	}()
	return err
}
