package fires

import "bufio"

// The sender alone closes, and sends no more then: the fix is safe.
func follow(stop <-chan struct{}, lines *bufio.Scanner) <-chan string {
	read := make(chan string, 64)
	go func() {
		for {
			select {
			case <-stop:
				close(read)
				return
			default:
			}
			if !lines.Scan() {
				close(read)
				return
			}
			read <- lines.Text() // want "`stop` is asked before the send on `read`"
		}
	}()
	return read
}
