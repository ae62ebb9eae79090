package parameter

import "time"

func copyAll(from []byte, finished chan struct{}, write func(byte) error) {
	timer := time.AfterFunc(time.Second, func() {
		close(finished)
	})
	defer timer.Stop()
	for _, b := range from {
		if write(b) != nil {
			break
		}
	}
	close(finished) // want "closed twice"
}
