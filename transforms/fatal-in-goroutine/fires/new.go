// does not build

package requires

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func read() (string, error) { return "", nil }

func testNew(t *testing.T) {
	r := require.New(t)
	r.NotNil(t)
	go func() {
		_, err := read()
		r.NoError(err, "reading") // want "r.NoError ends the goroutine"
	}()
}

func testOnly(t *testing.T) {
	r := require.New(t)
	go func() {
		_, err := read()
		r.NoError(err) // want "r.NoError ends"
	}()
}
