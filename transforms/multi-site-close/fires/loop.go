package loop

import "os"

func watch(signals <-chan os.Signal) <-chan struct{} {
	interrupted := make(chan struct{})
	go func() {
		for range signals {
			close(interrupted) // want "each round of the loop closes it"
		}
	}()
	return interrupted
}
