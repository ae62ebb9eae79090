package fixture

import "time"

var defaults *string

// Configure sets what holds where nothing else is said.
func Configure(name string) {
	defaults = &name
}

// Watch prints it again and again.
func Watch() {
	go func() {
		for range time.Tick(time.Minute) {
			println(*defaults)
		}
	}()
}
