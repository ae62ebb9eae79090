package store

import (
	"fmt"
	"sync"
)

type Store struct {
	mu     sync.Mutex
	values map[string]string
	size   int
}

func (s *Store) Set(key, value string) {
	n := len(s.values) // want "s.values is read without s.mu"
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = value
	s.size = n + 1
	fmt.Println(s.size)
}

func (s *Store) Delete(key string) int {
	s.mu.Lock()
	delete(s.values, key)
	s.size--
	s.mu.Unlock()
	return s.size // want "s.size is read without s.mu"
}

func (s *Store) Clear() {
	s.mu.Lock()
	s.values = map[string]string{}
	s.mu.Unlock()
	s.size = 0 // want "s.size is written without s.mu"
	fmt.Println("cleared")
}

func (s *Store) Fill(values map[string]string) {
	s.mu.Lock()
	s.values = values
	s.size = len(values)
	s.mu.Unlock()
}

func (s *Store) Size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.size
}

func (s *Store) Grow() {
	s.mu.Lock()
	s.size++
	s.mu.Unlock()
}
