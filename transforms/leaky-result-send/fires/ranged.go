package fires

import "sync"

func firstBad(files map[string][]byte, check func([]byte) error) error {
	found := make(chan error) // want "`found` is made without room"
	var group sync.WaitGroup
	for _, file := range files {
		group.Add(1)
		go func() {
			defer group.Done()
			found <- check(file)
		}()
	}
	go func() {
		group.Wait()
		close(found)
	}()
	for err := range found {
		if err != nil {
			return err
		}
	}
	return nil
}
