// go 1.20

package deferred

import "os"

func sizes(files []*os.File) (total int64) {
	for _, file := range files {
		defer func() {
			file.Close() // want "the deferred function uses file when the loop may have changed it"
		}()
		if info, err := file.Stat(); err == nil {
			total += info.Size()
		}
	}
	return total
}
