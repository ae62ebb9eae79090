package no_atomic_type

import "time"

type level uint8

type meter struct {
	name  string
	load  float64
	spent time.Duration
	level level
}

func (m *meter) add(load float64, spent time.Duration) {
	m.load += load   // want "m.load is changed here"
	m.spent += spent // want "m.spent is changed here"
	m.level = 3      // want "m.level is changed here"
}

func (m *meter) Run() {
	for range 3 {
		go m.add(0.5, time.Second)
	}
}
