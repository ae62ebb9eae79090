package incontext

import "context"

func search(ctx context.Context, words []string, isWanted func(string) bool) string {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	found := make(chan string)
	go func() {
		for _, word := range words {
			found <- word
		}
	}()
	go lookUp(ctx, words, found)
	for {
		select {
		case word := <-found:
			if isWanted(word) {
				close(found) // want "closed by the side that receives"
				return word
			}
		case <-ctx.Done():
			return ""
		}
	}
}

func lookUp(ctx context.Context, words []string, found chan<- string) error {
	for _, word := range words {
		found <- word + "s"
	}
	return ctx.Err()
}

var _ = search
