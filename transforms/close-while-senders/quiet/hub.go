package hub

type client struct {
	out chan string
}

type hub struct {
	clients map[*client]bool
	join    chan *client
	leave   chan *client
	all     chan string
}

// One goroutine sends and closes.
func (h *hub) run() {
	for {
		select {
		case c := <-h.join:
			h.clients[c] = true
		case c := <-h.leave:
			if h.clients[c] {
				delete(h.clients, c)
				close(c.out)
			}
		case text := <-h.all:
			for c := range h.clients {
				select {
				case c.out <- text:
				default:
					delete(h.clients, c)
					close(c.out)
				}
			}
		}
	}
}

func start() *hub {
	h := &hub{clients: map[*client]bool{}, join: make(chan *client), leave: make(chan *client), all: make(chan string)}
	go h.run()
	return h
}

var _ = start
