package forms

import (
	"context"
	"time"
)

func ask(parent context.Context, question func(context.Context) error) error {
	ctx, _ := context.WithTimeout(parent, time.Minute) // want "The cancel function is thrown away"
	return question(ctx)
}

func first(parent context.Context, cancel bool, find func(context.Context) int) int {
	if cancel {
		return 0
	}
	inner, _ := context.WithCancel(parent) // want "inner and what waits for it live on"
	return find(inner)
}
