package testing

import "context"

type T struct{ state int }

func (t *T) Run(name string, f func(t *T)) bool
func (t *T) Parallel()
func (t *T) Context() context.Context

type B struct {
	N     int
	state int
}

func (b *B) Run(name string, f func(b *B)) bool
func (b *B) Context() context.Context
