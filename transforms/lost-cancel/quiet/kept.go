package kept

import (
	"context"
	"time"
)

func ask(parent context.Context, question func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(parent, time.Minute)
	defer cancel()
	return question(ctx)
}

func values(parent context.Context) context.Context {
	ctx := context.WithValue(parent, "a", 1)
	return ctx
}
