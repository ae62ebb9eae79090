package fixture

import "time"

type sample struct {
	at    time.Time
	value float64
}

// Meter is safe for concurrent use.
type Meter struct {
	last sample
}

func (m *Meter) Record(value float64) {
	next := sample{at: time.Now(), value: value}
	m.last = next // want "m.last"
}

func (m *Meter) Last() sample {
	return m.last
}
