package said_by_comment

// Pattern is safe for concurrent use by multiple goroutines, but for methods that configure it.
type Pattern struct {
	text    string
	longest bool
}

func (p *Pattern) Longest() { p.longest = true }

func (p *Pattern) Match(text string) bool {
	return p.longest && len(text) > len(p.text)
}
