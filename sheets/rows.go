package sheets

import (
	"iter"
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// Rows are the rows of a sheet. There may be millions, so a row is made when it is
// written.
type Rows interface {
	Len() int
	All() iter.Seq[Row]
}

// A List has rows that are there already.
type List []Row

// Len returns the number of rows.
func (l List) Len() int { return len(l) }

// All yields the rows.
func (l List) All() iter.Seq[Row] { return slices.Values(l) }

// groupRows has the rows of groups.
type groupRows struct {
	answers  []*figures.Answer
	months   []string
	places   []figures.Place
	backends []map[string]string // of the storages of each answer, by id
	classes  [][]int             // of the keys of each answer: see classOrder
}

// RowsOf returns the rows of groups of answers, in their order, but what is not
// for an invoice after the rest. months are the names of the answers' months.
func RowsOf(answers []*figures.Answer, months []string, places []figures.Place) Rows {
	r := groupRows{answers: answers, months: months, places: places}
	for _, a := range answers {
		var classes []int
		for _, key := range a.Summary.Groups.Keys() {
			classes = append(classes, classOrder(figures.NameOf(key).Class))
		}
		r.backends, r.classes = append(r.backends, backendsOf(a.Summary.Infras)), append(r.classes, classes)
	}
	return r
}

// Len returns the number of rows.
func (r groupRows) Len() int { return len(r.places) }

// All yields the rows.
func (r groupRows) All() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for class := range len(lateClasses) + 1 {
			for _, at := range r.places {
				groups := r.answers[at.Answer].Summary.Groups
				if r.classes[at.Answer][groups.KeyOf(int(at.Group))] != class {
					continue
				}
				if !yield(newRow(r.answers[at.Answer], r.months[at.Answer], groups.At(int(at.Group)), r.backends[at.Answer])) {
					return
				}
			}
		}
	}
}

// lateClasses are parts and sums of other usages, and switches, which come after
// the rest.
var lateClasses = []usage.Class{usage.Informational, usage.Feature}

// classOrder returns 0, or from 1 the place of a class among lateClasses.
func classOrder(class usage.Class) int { return slices.Index(lateClasses, class) + 1 }
