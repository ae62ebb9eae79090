package others

func count(x int64, y float64, z int) {
	x++
	y++
	z--
	z += 3
}
