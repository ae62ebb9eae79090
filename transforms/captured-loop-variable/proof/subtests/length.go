package subtests

// Length counts bytes.
func Length(text string) int { return len(text) }
