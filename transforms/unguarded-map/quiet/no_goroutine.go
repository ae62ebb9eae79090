package fixture

type Bag struct {
	counts map[string]int
}

func (b *Bag) Add(name string) { b.counts[name]++ }

func (b *Bag) Count(name string) int { return b.counts[name] }
