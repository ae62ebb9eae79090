package first_error

import "sync"

func check(files []string, read func(string) error) error {
	failures := make(chan error)
	var group sync.WaitGroup
	for _, file := range files {
		group.Add(1)
		go func() {
			defer group.Done()
			failures <- read(file)
		}()
	}
	go func() {
		group.Wait()
		close(failures)
	}()
	for err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}
