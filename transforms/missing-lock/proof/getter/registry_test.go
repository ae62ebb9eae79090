package getter

import (
	"fmt"
	"sync"
	"testing"
)

func TestReadersBesideWriters(t *testing.T) {
	var registry Registry
	var group sync.WaitGroup
	for worker := 0; worker < 4; worker++ {
		group.Add(2)
		go func() {
			defer group.Done()
			for i := 0; i < 50; i++ {
				name := fmt.Sprint(worker, i)
				registry.Register(name, i)
				registry.Forget(name)
			}
		}()
		go func() {
			defer group.Done()
			for i := 0; i < 50; i++ {
				_ = registry.Len()
				_ = registry.Last()
			}
		}()
	}
	group.Wait()
	if registry.Len() != 0 {
		t.Fatal(registry.Len())
	}
}
