package own_buffers

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"sync"
)

// Each goroutine has a buffer of its own.
func render(names []string, draw func(string, io.Writer)) []string {
	pages := make([]string, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		var page strings.Builder
		wg.Add(1)
		go func() {
			defer wg.Done()
			draw(name, &page)
			page.WriteString("\n")
			pages[i] = page.String()
		}()
	}
	wg.Wait()
	return pages
}

// Only one goroutine writes, and it is waited for.
func capture(from io.Reader) string {
	var text bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		text.ReadFrom(from)
	}()
	<-done
	return text.String()
}

type conn struct {
	out *bufio.Writer
}

func serve(to io.Writer, lines <-chan string) {
	c := &conn{out: bufio.NewWriter(to)}
	go c.write(lines)
}

func (c *conn) write(lines <-chan string) {
	for line := range lines {
		c.out.WriteString(line)
		c.out.Flush()
	}
}
