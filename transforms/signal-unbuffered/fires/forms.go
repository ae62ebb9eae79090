package forms

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func wait() {
	stop := make(chan os.Signal)                       // until we are told
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM) // want "nobody receives from stop is lost"
	<-stop
}

type daemon struct {
	signals chan os.Signal
}

func (d *daemon) listen(ctx context.Context) {
	d.signals = make(chan os.Signal, 0)
	defer signal.Stop(d.signals)
	signal.Notify(d.signals) // want "is lost"
	select {
	case <-ctx.Done():
	case <-d.signals:
	}
}

func later(do func()) {
	var hup = make(chan os.Signal)
	go func() {
		for range hup {
			do()
		}
	}()
	signal.Notify(hup, syscall.SIGHUP) // want "is lost"
}
