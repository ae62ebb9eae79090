package methods

import (
	"errors"
	"sync"
	"testing"
	"time"
)

func read() (string, error) { return "", errors.New("none") }

func testFatal(t *testing.T) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		text, err := read()
		if err != nil {
			t.Fatal(err) // want "ends the goroutine that calls it"
		}
		if text == "" {
			t.Fatalf("no text: %q", // want "ends the goroutine that calls it"
				text)
		}
	}()
	<-done
}

func testMany(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func(t *testing.T, n int) {
			defer wg.Done()
			for range n {
				if _, err := read(); err != nil {
					t.FailNow() // want "t.FailNow ends the goroutine"
				}
			}
			if n == 0 {
				t.Skip("nothing to do") // want "t.Skip ends the goroutine"
				println("not reached")
			}
			if n == 1 {
				t.SkipNow() // want "t.SkipNow ends the goroutine"
			}
			t.Skipf("%d", n) // want "t.Skipf ends"
		}(t, i)
	}
	wg.Wait()
}

func benchmark(b *testing.B) {
	go serve(b)
	b.Log("runs")
}

func serve(tb testing.TB) {
	_, err := read()
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		tb.Fatal(err) // want "tb.Fatal ends the goroutine"
	case err != nil:
		tb.Error(err)
	}
}

func timer(t *testing.T) {
	time.AfterFunc(time.Second, func() { t.Fatal("too late") }) // want "t.Fatal ends"
}

func group(f *testing.F) {
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := read(); err != nil {
			f.Fatal(err) // want "f.Fatal ends"
		}
		println("read")
	})
	wg.Wait()
}
