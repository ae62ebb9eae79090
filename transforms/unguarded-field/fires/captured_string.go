package fixture

import "fmt"

func first(names []string, done chan struct{}) {
	winner := ""
	for _, name := range names {
		go func() {
			winner = name // want "winner"
			done <- struct{}{}
		}()
	}
	<-done
	fmt.Println(winner)
}
