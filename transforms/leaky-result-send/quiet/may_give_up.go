package quiet

import "context"

// The sender gives up as well.
func ask(ctx context.Context, load func() string) string {
	answers := make(chan string)
	go func() {
		select {
		case answers <- load():
		case <-ctx.Done():
		}
	}()
	select {
	case answer := <-answers:
		return answer
	case <-ctx.Done():
		return ""
	}
}

// The result that is left is received elsewhere.
func drained(ctx context.Context, load func() string) string {
	answers := make(chan string)
	go func() { answers <- load() }()
	select {
	case answer := <-answers:
		return answer
	case <-ctx.Done():
		go func() { <-answers }()
		return ""
	}
}

func waited(ctx context.Context, load func() string) string {
	answers := make(chan string)
	go func() { answers <- load() }()
	select {
	case answer := <-answers:
		return answer
	case <-ctx.Done():
		<-answers
		return ""
	}
}

// There is room.
func roomy(ctx context.Context, load func() string) string {
	answers := make(chan string, 1)
	go func() { answers <- load() }()
	select {
	case answer := <-answers:
		return answer
	case <-ctx.Done():
		return ""
	}
}
