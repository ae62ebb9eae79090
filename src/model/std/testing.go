package testing

import "context"

type T struct{ state int }

func (t *T) Run(name string, f func(t *T)) bool
func (t *T) Parallel()
func (t *T) Context() context.Context
func (t *T) Cleanup(f func())

type B struct {
	N     int
	state int
}

func (b *B) Run(name string, f func(b *B)) bool
func (b *B) Context() context.Context
func (b *B) Cleanup(f func())
func (b *B) RunParallel(body func(*PB))

type F struct{ state int }

func (c *F) Cleanup(f func())

type TB interface {
	Name() string
	Cleanup(f func())
	Context() context.Context
}

type PB struct{ state int }

func (pb *PB) Next() bool

func AllocsPerRun(runs int, f func()) float64
