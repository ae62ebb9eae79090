package only_tests_call

// Nobody else starts it yet: the test shows how it is meant.
type oven struct {
	degrees int
	isOn    bool
}

func (o *oven) heat() {
	o.isOn = true // want "o.isOn is changed here"
	for range 10 {
		o.degrees++ // want "o.degrees is changed here"
	}
}

func (o *oven) warm() bool {
	return o.isOn && o.degrees > 3
}
