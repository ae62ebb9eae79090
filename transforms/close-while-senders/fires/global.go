package global

// The package's own channel.
var queue = make(chan int, 10)

var (
	names = make(chan string)
	count int
)

func init() {
	go func() {
		for number := range queue {
			count += number
		}
	}()
	go func() {
		for name := range names {
			println(name)
		}
	}()
}

func Put(number int) { queue <- number }

func Name(name string) { names <- name }

func Shutdown() {
	close(queue) // want "closed while others may still send"
	close(names) // want "closed while others may still send"
}
