package room

import (
	"os"
	"os/signal"
)

func wait(size int) {
	one := make(chan os.Signal, 1)
	signal.Notify(one, os.Interrupt)
	some := make(chan os.Signal, size)
	signal.Notify(some, os.Interrupt)
	other := make(chan os.Signal)
	go func() { other <- os.Interrupt }()
	<-other
}

type notifier struct{}

func (notifier) Notify(chan<- os.Signal, ...os.Signal) {}

func shadow(signal notifier) {
	c := make(chan os.Signal)
	signal.Notify(c)
}
