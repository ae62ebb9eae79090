// go 1.21

package loop_variable

func closeAll(channels []chan int, failed func(chan int) bool) {
	for _, c := range channels {
		defer close(c)
		if failed(c) {
			close(c) // want "its deferred close closes it again"
		}
	}
}
