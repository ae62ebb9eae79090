package global

// The package's own channel.
var readings = make(chan int)

func measure(n int) {
	for i := range n {
		readings <- i
	}
}

func Start() { go measure(100) }

func Take(n int) {
	for range n {
		<-readings
	}
	close(readings) // want "closed by the side that receives"
}
