package fixture

// Index is safe for concurrent use.
type Index struct {
	places map[string]int
}

func (i *Index) Put(word string, place int) {
	i.places[word] = place // want "i.places"
}

func (i *Index) All() map[string]int {
	return i.places
}
