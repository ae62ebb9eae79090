package neverwaits

// Offers are made without waiting, also once there are enough.
type Auction struct {
	offers chan int
}

func Open() *Auction {
	a := &Auction{offers: make(chan int)}
	go a.run()
	return a
}

func (a *Auction) Offer(price int) bool {
	select {
	case a.offers <- price:
		return true
	default:
		return false
	}
}

func (a *Auction) run() {
	for {
		if price := <-a.offers; price > 100 {
			close(a.offers) // want "closed by the side that receives"
			return
		}
	}
}

// Nothing is left where the close stood but one empty line.
type Lottery struct {
	tickets chan int
}

func Draw() *Lottery {
	l := &Lottery{tickets: make(chan int)}
	go l.run()
	return l
}

func (l *Lottery) Buy(number int) {
	select {
	case l.tickets <- number:
	default:
	}
}

func (l *Lottery) run() {
	for {
		if number := <-l.tickets; number == 7 {
			println("won")

			close(l.tickets) // want "closed by the side that receives"

			return
		}
	}
}
