// Package sheets writes figures as rows of an invoice to csv, xlsx and json
// files.
package sheets

import (
	"strings"

	"acronis-reports-mcp/figures"
)

// A Sheet has rows of an invoice, with their totals and proof.
type Sheet struct {
	Rows   Rows    `json:"-"` // nil means none; writeJSON writes them
	Totals []Total `json:"totals"`
	Rest   []Total `json:"rest,omitempty"` // the totals without the rows
	Proof  any     `json:"proof"`

	// ProofLines are Proof as lines of a name and a value, for formats without
	// objects.
	ProofLines [][]string `json:"-"`

	Redact Redact `json:"-"`
}

func (s Sheet) rows() Rows {
	if s.Rows == nil {
		return List{}
	}
	return s.Rows
}

// A Total is the sum of a usage in a month.
type Total struct {
	Month string `json:"month,omitempty"` // if there are several
	figures.Total
}

// sumLines returns the totals and the rest as lines of a name, a value, a unit
// and a reading.
func (s Sheet) sumLines() [][]string {
	var lines [][]string
	add := func(name string, totals []Total) {
		for _, t := range totals {
			lines = append(lines, []string{strings.TrimSpace(t.Month + " " + name + " " + t.Usage), t.Value, t.Unit, t.Reading})
		}
	}
	add("total", s.Totals)
	add("not shown", s.Rest)
	return lines
}

// Name returns the name of a file, from what is in it and with characters that
// every system allows. It is without secrets before characters are replaced.
func Name(answers []*figures.Answer, redact Redact) string {
	first, last := "", ""
	for _, a := range answers {
		p := a.Report.Params().Period
		if first == "" || p.Start < first {
			first = p.Start
		}
		last = max(last, p.End)
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			return r
		}
		return '_'
	}, "usage-"+redact.text(answers[0].Subject)+"-"+first+"-"+last)
	return plain[:min(len(plain), 100)]
}
