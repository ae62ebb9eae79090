package fires

func fill(slots chan<- int, numbers []int) {
	for _, number := range numbers {
		if cap(slots) == len(slots) {
			break
		}
		slots <- number // want "`slots` had room when its length was read"
	}
}
