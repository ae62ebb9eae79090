package copies

import "encoding/json"

type viaPointer struct {
	name string
	done chan struct{}
}

func (v *viaPointer) Name() string {
	snapshot := *v
	return snapshot.name
}

func (v *viaPointer) Stop() {
	close(v.done)
}

func (v *viaPointer) Abort() {
	close(v.done) // want "viaPointer.Abort closes it here, viaPointer.Stop closes it too"
}

type viaAssignment struct {
	name string
	done chan struct{}
}

func (v *viaAssignment) Set(other *viaAssignment) {
	*v = *other
}

func (v *viaAssignment) Stop() {
	close(v.done)
}

func (v *viaAssignment) Abort() {
	close(v.done) // want "viaAssignment.Abort closes it here, viaAssignment.Stop closes it too"
}

type viaArgument struct {
	name string
	done chan struct{}
}

func (v *viaArgument) Text() string {
	text, _ := json.Marshal(*v)
	return string(text)
}

func (v *viaArgument) Stop() {
	close(v.done)
}

func (v *viaArgument) Abort() {
	close(v.done) // want "viaArgument.Abort closes it here, viaArgument.Stop closes it too"
}

type viaEmbedding struct {
	done chan struct{}
}

type outer struct {
	viaEmbedding
	name string
}

func rename(o *outer, name string) *outer {
	renamed := *o
	renamed.name = name
	return &renamed
}

func (v *viaEmbedding) Stop() {
	close(v.done)
}

func (v *viaEmbedding) Abort() {
	close(v.done) // want "viaEmbedding.Abort closes it here, viaEmbedding.Stop closes it too"
}

type viaRange struct {
	name string
	done chan struct{}
}

func names(all []*viaRange) (names []string) {
	for _, each := range all {
		one := *each
		names = append(names, one.name)
	}
	return names
}

func (v *viaRange) Stop() {
	close(v.done)
}

func (v *viaRange) Abort() {
	close(v.done) // want "viaRange.Abort closes it here, viaRange.Stop closes it too"
}

type viaComparison struct {
	name string
	done chan struct{}
}

func (v *viaComparison) Same(other *viaComparison) bool {
	return *v == *other
}

func (v *viaComparison) Stop() {
	close(v.done)
}

func (v *viaComparison) Abort() {
	close(v.done) // want "viaComparison.Abort closes it here, viaComparison.Stop closes it too"
}

type generic[T any] struct {
	value T
	done  chan struct{}
}

func get[T any](g *generic[T]) T {
	copied := *g
	return copied.value
}

func (g *generic[T]) Stop() {
	close(g.done)
}

func (g *generic[T]) Abort() {
	close(g.done) // want "generic.Abort closes it here, generic.Stop closes it too"
}

type viaInterface struct {
	done chan struct{}
}

var kept any

func keep(v *viaInterface) {
	kept = *v
}

func (v *viaInterface) Stop() {
	close(v.done)
}

func (v *viaInterface) Abort() {
	close(v.done) // want "viaInterface.Abort closes it here, viaInterface.Stop closes it too"
}
