package lost

import (
	"os"
	"os/signal"
	"syscall"
)

// listen returns a channel of the signals that come from now on.
func listen() <-chan os.Signal {
	signals := make(chan os.Signal)
	signal.Notify(signals, syscall.SIGUSR1)
	return signals
}
