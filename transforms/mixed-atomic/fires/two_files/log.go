package two_files

import "sync/atomic"

type logger struct {
	level int32
}

// SetLevel may be called at any time.
func (l *logger) SetLevel(level int32) {
	atomic.StoreInt32(&l.level, level)
}
