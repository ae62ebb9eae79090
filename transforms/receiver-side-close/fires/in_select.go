package inselect

import (
	"log"
	"time"
)

func watch(events <-chan string) string {
	lines := make(chan string)
	go func() {
		ticks := time.NewTicker(time.Second)
		for event := range events {
			select {
			case lines <- event:
			case <-ticks.C:
				log.Print("slow")
			}
		}
		ticks.Stop()
		log.Print("no more events")
	}()
	for line := range lines {
		if line == "stop" {
			close(lines) // want "closed by the side that receives"
			return line
		}
	}
	return ""
}
