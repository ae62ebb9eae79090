package others

type clock struct{}

func (clock) After(int) chan int { return nil }

func wait(time clock) {
	<-time.After(1)
}
