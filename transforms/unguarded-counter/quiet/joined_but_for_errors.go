package joined_but_for_errors

import "sync"

type batch struct {
	size int
}

func (b *batch) drop(key string) { b.size -= len(key) }

func (b *batch) add(key string) { b.size += len(key) }

type loader struct {
	batch *batch
	bad   func(string) error
}

func (l *loader) children(keys []string) error {
	var pending sync.WaitGroup
	var mu sync.Mutex
	for _, key := range keys {
		if err := l.bad(key); err != nil {
			return err
		}
		pending.Add(1)
		go func() {
			defer pending.Done()
			mu.Lock()
			l.batch.drop(key)
			mu.Unlock()
		}()
	}
	pending.Wait()
	return nil
}

func (l *loader) Load(keys []string) error {
	for _, key := range keys {
		if err := l.children(keys); err != nil {
			return err
		}
		l.batch.add(key)
	}
	return nil
}
