package own_error

import "testing"

func TestErrorsStayApart(t *testing.T) {
	failed := make(chan string, 1)
	for range 100 {
		n, err := Start("x", "7", failed)
		if n != 7 || err != nil {
			t.Fatalf("got %d, %v", n, err)
		}
		if text := <-failed; text == "" {
			t.Fatal("no error from the background")
		}
	}
}
