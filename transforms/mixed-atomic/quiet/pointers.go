package pointers

import (
	"sync/atomic"
	"unsafe"
)

// Only numbers are looked at.
type list struct {
	head unsafe.Pointer
}

func (l *list) set(p unsafe.Pointer) { atomic.StorePointer(&l.head, p) }

func (l *list) get() unsafe.Pointer { return l.head }
