package package_variable

import "sync/atomic"

var verbose int32

func SetVerbose(on bool) {
	if on {
		atomic.StoreInt32(&verbose, 1)
	} else {
		atomic.StoreInt32(&verbose, 0)
	}
}

func Debug(print func(string), text string) {
	if verbose != 0 { // want "verbose is read plainly here"
		print(text)
	}
}
