package names

import clock "time"

func wait(d clock.Duration) {
	<-clock.After(d) // want "d is waited for"
	(<-(clock.After)(2 * d)) // want "2 * d is waited for"
	if d > 0 {
		<-clock.After( // want "d is waited for"
			// Long enough.
			d,
		)
	}
}
