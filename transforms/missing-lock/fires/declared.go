package signer

import "sync"

type Signer struct {
	lock sync.RWMutex // Protects the key field
	key  string
	name string
}

// Change replaces the key.
func (s *Signer) Change(key string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.key = key
}

func (s *Signer) Key() string {
	s.lock.RLock()
	defer s.lock.RUnlock()
	return s.key + s.name
}

// Sign and Check both forget it: the comment speaks for the lock.
func (s *Signer) Sign(text string, sign func(key, text string) error) error {
	if err := sign(s.key, text); err != nil { // want "s.key is read without s.lock, which is declared to guard it"
		return err
	}
	return nil
}

func (s *Signer) Check(text string, check func(key, text string) bool) bool {
	return check(s.key, text) // want "s.key is read without s.lock"
}

// Keeper is all that others know of a status.
type Keeper interface {
	since() int
}

type status struct {
	mu     sync.Mutex // protects the variables below
	active bool
	since  int
}

func (s *status) up(at int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = true
	s.since = at
}

func (s *status) down() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = false
	s.since = 0
}

type peer struct {
	status *status
}

func (p *peer) since() int { return p.status.since } // want "p.status.since is read without p.status.mu"

// Follow keeps a peer's status until its messages end.
func Follow(keepers map[string]Keeper, messages <-chan int) {
	p := &peer{status: &status{}}
	keepers["follow"] = p
	go p.status.follow(messages)
}

func (s *status) follow(messages <-chan int) {
	for at := range messages {
		s.up(at)
	}
	s.down()
}

// Oldest asks those that it knows by their interface.
func Oldest(keepers map[string]Keeper) int {
	oldest := 0
	for _, keeper := range keepers {
		oldest = max(oldest, keeper.since())
	}
	return oldest
}
