package nofix

import (
	"errors"
	"testing"
)

type group struct{}

func (g *group) Go(f func() error) { go f() }

func read() (string, error) { return "", errors.New("none") }

func testValues(t *testing.T) {
	var g group
	go func() error {
		_, err := read()
		if err != nil {
			t.Fatal(err) // want "t.Fatal ends the goroutine"
		}
		return err
	}()
	g.Go(nil)
}

func testNested(t *testing.T) {
	go func() {
		each := func(f func(string)) { f("") }
		each(func(name string) {
			if name == "" {
				t.Fatal("no name") // want "t.Fatal ends the goroutine"
			}
		})
		println("done")
	}()
}
