package flag

import "sync/atomic"

var debug int32

// SetDebug may be called while others log.
func SetDebug(on bool) {
	debug = 0
	if on {
		atomic.StoreInt32(&debug, 1)
	}
}

// Debug says whether debug lines are written.
func Debug() bool {
	return debug == 1
}
