package exit_after_close

import (
	"log"
	"os"
)

func run(step func() error, done chan struct{}) {
	if err := step(); err != nil {
		close(done)
		log.Fatal(err)
	}
	if step() != nil {
		close(done)
		os.Exit(1)
	}
	if step() != nil {
		close(done)
		panic("third step")
	}
	close(done)
}
