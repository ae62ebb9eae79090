// go 1.17

package serial_subtests

func length(text string) int { return len(text) }
