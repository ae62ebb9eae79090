package declarations

var x, y int

var (
	first, second int32
	third         uint64 = 0
	// fourth counts what is left.
	fourth = 0
	fifth  bool
)

var ready = false

func run() {
	x++                // want "x is changed here"
	first++            // want "first is changed here"
	third++            // want "third is changed here"
	fourth--           // want "fourth is changed here"
	fifth = x > y      // want "fifth is changed here"
	second += 2        // want "second is changed here"
	ready = second > 0 // want "ready is changed here"
}

func start() {
	for range 3 {
		go run()
	}
	println(x, y, first, second, third, fourth, fifth, ready)
}
