// does not build

package requires

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func read() (string, error) { return "", nil }

func testRead(t *testing.T) {
	done := make(chan struct{})
	go func() {
		text, err := read()
		require.NoError(t, err) // want "require.NoError ends the goroutine"
		require.Equal(t, "text", // the whole // want "require.Equal ends"
			text)
		require.FailNow(t, "unexpected") // want "require.FailNow ends"
		close(done)
	}()
	<-done
}
