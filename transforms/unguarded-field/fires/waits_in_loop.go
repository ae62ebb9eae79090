package waits_in_loop

type lamp struct {
	colour string
}

func (l *lamp) turn() {
	l.colour = "green" // want "l.colour is changed here"
}

// A loop that waits for others must not hold the lock that they need.
func Wait(l *lamp) {
	go l.turn()
	for l.colour != "green" {
	}
}
