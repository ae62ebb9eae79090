package quiet

import "sync"

// Fleet is driven by one goroutine; others only ask for its peers.
type Fleet struct {
	tasks []string
	peers map[string]int
	goals map[string]int

	lock sync.RWMutex // Protects what others may see (peers, goals)
}

func (f *Fleet) Drive() {
	f.reset()
	for {
		if len(f.tasks) == 0 {
			return
		}
		println(f.tasks[0])
	}
}

func (f *Fleet) reset() {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.tasks = append(f.tasks, "go")
	f.peers = map[string]int{}
	f.goals = map[string]int{}
}

func (f *Fleet) Drop() {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.tasks = nil
	f.peers = nil
}
