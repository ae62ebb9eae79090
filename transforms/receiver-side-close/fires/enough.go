package enough

func firstBig(sizes []int) int {
	found := make(chan int)
	go func() {
		for _, size := range sizes {
			found <- size
		}
	}()
	for size := range found {
		if size > 10 {
			close(found) // want "closed by the side that receives"
			return size
		}
	}
	return 0
}
