package fixture

// Buffer is safe for concurrent use, but for Drop.
type Buffer struct {
	first *string
}

// Drop forgets everything. It must not be called concurrently with anything else.
func (b *Buffer) Drop() {
	b.first = nil
}

// First is the first text.
func (b *Buffer) First() *string {
	return b.first
}
