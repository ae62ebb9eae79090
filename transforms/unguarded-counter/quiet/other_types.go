package other_types

// Strings, slices and maps are looked for by others.
type board struct {
	title string
	lines []string
	marks map[string]bool
}

func (b *board) write(line string) {
	b.title = line
	b.lines = append(b.lines, line)
	b.marks[line] = true
}

func (b *board) run() {
	go b.write("one")
	go b.write("two")
}
