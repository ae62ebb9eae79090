package zone

// Zone is a place and its offset.
type Zone struct {
	name   string
	offset int
}

// Date is a day of a zone. Dates are safe for concurrent use by multiple goroutines, except that UnmarshalText is not.
type Date struct {
	day  int
	zone *Zone
}

func (d *Date) setZone(zone *Zone) {
	if zone == &here {
		zone = nil
	}
	d.zone = zone
}

// In works on a copy.
func (d Date) In(zone *Zone) Date {
	d.setZone(zone)
	return d
}

func (d *Date) UnmarshalText(text []byte) error {
	d.day = len(text)
	d.setZone(&here)
	return nil
}

func (d *Date) Zone() *Zone {
	if d.zone == nil {
		return &here
	}
	return d.zone
}

var here Zone
