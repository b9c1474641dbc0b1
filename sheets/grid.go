package sheets

import "iter"

// A grid is what csv and xlsx files have: columns, and rows of their cells.
type grid struct {
	columns []column
	rows    iter.Seq[[]string]
	redact  Redact
}

// A column has a name and what its cells contain.
type column struct {
	name string
	kind columnKind
}

// A columnKind says what a column contains.
type columnKind int

const (
	texts columnKind = iota
	numbers
	readings // a number, possibly rounded and with a unit
)

// names are the names of the columns.
func (g grid) names() []string {
	names := make([]string, len(g.columns))
	for i, c := range g.columns {
		names[i] = c.name
	}
	return names
}
