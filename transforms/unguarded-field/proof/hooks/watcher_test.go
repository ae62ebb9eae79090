package hooks

import "testing"

func TestExchangedWhileFired(t *testing.T) {
	watcher := new(Watcher)
	changes, ended := make(chan func(string)), make(chan bool)
	watcher.Start(changes, ended)
	for number := range 200 {
		var change func(string)
		if number%2 == 0 {
			change = func(string) {}
		}
		changes <- change
		watcher.Fire("x")
		watcher.Last()
	}
	close(changes)
	<-ended
}
