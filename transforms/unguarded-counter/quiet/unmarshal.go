package unmarshal

// Bits may be used by several goroutines; it is safe for concurrent use.
type Bits struct {
	size int
}

// Size never changes once the bits are there.
func (b *Bits) Size() int { return b.size }

func (b *Bits) UnmarshalJSON(text []byte) error {
	b.size = len(text)
	return nil
}
