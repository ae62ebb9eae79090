package fires

import "sync"

type Desk struct {
	mu     sync.Mutex
	drawer map[string]int
	key    func() string
	open   *int
}

func (d *Desk) Fill(n int, key func() string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drawer = map[string]int{"pens": n}
	d.key = key
	d.open = &n
}

func (d *Desk) Empty() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drawer = nil
	d.key = nil
	d.open = nil
}

func (d *Desk) Has(name string) (int, bool, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.drawer[name], d.key != nil, d.open != nil
}

func (d *Desk) Take(name string) {
	if d.drawer == nil { // want "d.drawer is read without d.mu"
		println("nothing there")
		return
	}
	d.mu.Lock()
	println("taken")
	delete(d.drawer, name)
	d.mu.Unlock()
}

func (d *Desk) Count(name string) int {
	if d.drawer == nil { // want "d.drawer is read without d.mu"
		return 0
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.drawer[name]
}

func (d *Desk) Drop(names []string) {
	for _, name := range names {
		if d.drawer != nil { // want "d.drawer is read without d.mu"
			d.mu.Lock()
			delete(d.drawer, name)
			d.mu.Unlock()
		}
		println(name)
	}
}

func (d *Desk) Reveal(wait func()) string {
	wait()
	if d.key == nil { // want "d.key is read without d.mu"
		return ""
	}
	name := d.key()
	wait()
	return name
}

func (d *Desk) Look(show func(int)) {
	if d.open != nil { // want "d.open is read without d.mu"
		d.mu.Lock()
		n := *d.open
		d.mu.Unlock()
		show(n)
	}
}
