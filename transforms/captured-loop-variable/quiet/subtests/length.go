// go 1.17

package subtests

func length(text string) int { return len(text) }
