package written_by_methods

import (
	"bytes"
	"container/list"
	"encoding/csv"
	"io"
	"strings"
	"sync"
)

type report struct {
	names []string
	text  string
}

// Two variables and a field of a third under one lock.
func gather(hosts []string, ask func(string) string) report {
	var r report
	var text strings.Builder
	last := ""
	var wg sync.WaitGroup
	for _, host := range hosts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			answer := ask(host)
			last = answer // want "last is changed here by several goroutines at once"
			r.names = append(r.names, answer)
			text.WriteString(answer) // want "text is changed here by several goroutines at once"
		}()
	}
	wg.Wait()
	r.text = text.String() + last
	return r
}

type recorder struct {
	mu    sync.Mutex
	lines bytes.Buffer
	sizes *list.List
}

func newRecorder() *recorder { return &recorder{sizes: list.New()} }

func (r *recorder) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sizes.PushBack(len(line))
	return r.lines.Write(line)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lines.String()
}

func (r *recorder) Reset() {
	r.lines.Reset() // want "r.lines is changed here while recorder.String reads it"
	r.sizes.Init()  // want "r.sizes is changed here while recorder.Write changes it"
}

// Made by a function of the package that the type is of.
func table(rows [][]string, to io.Writer) {
	out := csv.NewWriter(to)
	var wg sync.WaitGroup
	for _, row := range rows {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out.Write(row) // want "out is changed here by several goroutines at once"
		}()
	}
	wg.Wait()
	out.Flush()
}
