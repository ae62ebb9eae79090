package nofix

import (
	"errors"
	"testing"
)

type group struct{}

func (g *group) Go(f func() error) { go f() }

func read() (string, error) { return "", errors.New("none") }

func mustRead(t *testing.T) string {
	t.Helper()
	text, err := read()
	check(t, err)
	return text
}

func check(t testing.TB, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func testHelper(t *testing.T) {
	go func() {
		println(mustRead(t)) // want "mustRead may end the goroutine"
		println(mustRead(t))
	}()
	println(mustRead(t))
}

func testClosure(t *testing.T) {
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := read()
	must(err)
	go func() {
		_, err := read()
		must(err) // want "must may end the goroutine"
	}()
}

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
