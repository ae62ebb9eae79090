// Package pipeline reads, parses and adds up, each on a goroutine of its own, until the context ends.
package pipeline

import (
	"bufio"
	"context"
	"io"
	"strconv"
)

// Sum adds up the numbers in r, one to a line, and stops at the first that is too large.
func Sum(ctx context.Context, r io.Reader, limit int) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sum := 0
	for number := range parse(ctx, lines(ctx, r)) {
		if number > limit {
			return sum, nil
		}
		sum += number
	}
	return sum, ctx.Err()
}

// lines sends each line, unless the context has ended.
func lines(ctx context.Context, r io.Reader) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		scanner := bufio.NewScanner(r)
		for scanner.Scan() {
			if ctx.Err() != nil {
				return
			}
			out <- scanner.Text()
		}
	}()
	return out
}

// parse sends the number on each line, or leaves when the context ends: it asks and sends in one step.
func parse(ctx context.Context, lines <-chan string) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for line := range lines {
			number, err := strconv.Atoi(line)
			if err != nil {
				continue
			}
			select {
			case out <- number:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
