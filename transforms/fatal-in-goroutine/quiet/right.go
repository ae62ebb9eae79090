package right

import (
	"errors"
	"net/http"
	"sync"
	"testing"
)

func read() (string, error) { return "", errors.New("none") }

func testReport(t *testing.T) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if _, err := read(); err != nil {
			t.Error(err)
			return
		}
		report(t)
	}()
	wg.Wait()
	if _, err := read(); err != nil {
		t.Fatal(err)
	}
}

func report(t *testing.T) {
	if _, err := read(); err != nil {
		t.Errorf("read: %v", err)
	}
}

// Subtests have tests of their own.
func testSubtests(t *testing.T) {
	go func() {
		t.Run("one", func(t *testing.T) {
			t.Fatal("ends the subtest")
		})
	}()
	t.Run("two", func(t *testing.T) {
		t.Parallel()
		t.Fatal("ends the subtest")
	})
}

func testCleanup(t *testing.T) {
	t.Cleanup(func() {
		t.Fatal("runs on the test's goroutine")
	})
	defer func() {
		if _, err := read(); err != nil {
			t.Fatal(err)
		}
	}()
}

// What a server runs is not started here.
func testHandler(t *testing.T) {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL == nil {
			t.Fatal("no address")
		}
	})
}

type check struct{ failed bool }

func (c *check) Fatal(args ...any) { c.failed = true }

func testOther(t *testing.T) {
	c := &check{}
	go func() {
		c.Fatal("only notes it")
	}()
}
