package quiet

import "sync"

type hallOptions struct {
	name  string
	seats int
}

// Hall is made on the way, and nobody else has it yet.
type Hall struct {
	mu sync.Mutex
	*hallOptions
	rows map[string]int
}

type Halls struct {
	mu  sync.Mutex
	all map[string]*Hall
}

func (h *Hall) Rename(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.name = name
	h.seats = len(name)
	h.rows[name] = 1
}

func (h *Hall) Describe() (string, int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.name, h.seats + h.rows[h.name]
}

func (h *Hall) Shrink() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seats--
	delete(h.rows, h.name)
}

func (h *Hall) Grow() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seats++
	h.rows[h.name]++
}

func (h *Hall) Seats() (int, int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seats, h.rows[h.name]
}

func (h *Hall) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seats = 0
	h.rows[h.name] = 0
}

func (h *Halls) Book(name string, seats int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	hall := h.all[name]
	if hall != nil {
		hall.mu.Lock()
		hall.seats += seats
		hall.mu.Unlock()
		return
	}
	hall = &Hall{hallOptions: &hallOptions{name: name}, rows: map[string]int{}}
	if seats > 0 {
		hall.seats = seats
	}
	go hall.announce()
	hall.furnish()
	h.all[name] = hall
}

// furnish is a part of making it.
func (h *Hall) furnish() {
	h.rows[h.name] = h.seats
	h.paint()
}

func (h *Hall) paint() {
	if h.seats > 10 {
		h.rows["balcony"] = h.seats
	}
}

func (h *Hall) announce() {
	println("a hall")
}
