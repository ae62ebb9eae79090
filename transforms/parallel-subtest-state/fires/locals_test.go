package locals

import (
	"bytes"
	"errors"
	"testing"
)

func get(name string) (int, error) { return len(name), errors.New(name) }

func write(buf *bytes.Buffer, name string) { buf.WriteString(name) }

func TestTable(t *testing.T) {
	var err error
	var got int
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err = get(name) // want "subtests that run in parallel all change got" "all change err"
			if err != nil {
				t.Error(err)
			}
			if got != 1 {
				t.Errorf("got %d", got)
			}
		})
	}
}

func TestOne(t *testing.T) {
	var err error
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err = get(name) // want "subtests that run in parallel all change err"
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCount(t *testing.T) {
	count := 0
	seen := map[string]bool{}
	t.Cleanup(func() {})
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			count++           // want "all change count"
			seen[name] = true // want "all change seen"
		})
	}
}

func TestTwo(t *testing.T) {
	name := "none"
	t.Run("set", func(t *testing.T) {
		t.Parallel()
		name = "set" // want "all change name"
	})
	t.Run("read", func(t *testing.T) {
		t.Parallel()
		t.Log(name)
	})
}
