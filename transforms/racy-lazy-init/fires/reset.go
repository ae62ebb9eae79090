package fixture

// Table is safe for concurrent use.
type Table struct {
	rows []string
}

func (t *Table) Rows() int {
	if t.rows == nil {
		t.rows = []string{"first", "second"} // want "t.rows"
	}
	return len(t.rows)
}

func (t *Table) Reset() {
	t.rows = nil
}
