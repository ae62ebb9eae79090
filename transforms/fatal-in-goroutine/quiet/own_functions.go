// Functions of the package that end a test are used by tests and goroutines alike, and changing them changes both.
package owned

import (
	"errors"
	"testing"
)

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
		println(mustRead(t))
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
		must(err)
	}()
}
