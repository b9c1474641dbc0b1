package prices

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"acronis-reports-mcp/usage"
)

// A List is a price list. It never changes.
type List struct {
	Name   string // of the file, to show
	SHA256 string // of its bytes, hexadecimal
	Rows   []Row  // those without faults, in the order of the file

	// Faults are what is wrong with the file. [Price] refuses a list with faults.
	Faults []Fault

	vendor bool     // made of the vendor's price lists: there is no file
	comma  rune     // between cells
	header []string // the columns in the order of the file, in lower case; "" for comments
}

// A Fault is something wrong in a price list.
type Fault struct {
	Line   int    // of the file, from 1
	Column string // name of the column, or "" if the fault is in the whole line
	Number int    // of the column, from 1, or 0
	Text   string // what is wrong and what would be right
}

// String returns the fault as a sentence without a period.
func (f Fault) String() string {
	switch {
	case f.Column == "":
		return fmt.Sprintf("line %d: %s", f.Line, f.Text)
	case f.Number == 0: // the file doesn't have the column
		return fmt.Sprintf("line %d, column %s: %s", f.Line, f.Column, f.Text)
	}
	return fmt.Sprintf("line %d, column %d (%s): %s", f.Line, f.Number, f.Column, f.Text)
}

// A FaultError means that a price list can't be used.
type FaultError struct {
	Name   string // of the list
	Faults []Fault
}

// Error names the list and the faults.
func (e *FaultError) Error() string {
	texts := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		texts[i] = f.String()
	}
	return fmt.Sprintf("the price list %s has faults: %s", e.Name, strings.Join(texts, "; "))
}

// ParseList reads a price list: CSV in UTF-8, with or without a byte order mark, its cells separated by commas or
// semicolons. Each fault of the file is in Faults; rows with a fault are left out of Rows.
func ParseList(name string, data []byte) *List {
	sum := sha256.Sum256(data)
	p := &parser{list: &List{Name: name, SHA256: hex.EncodeToString(sum[:])}}
	p.read(data)
	return p.list
}

// WithoutRates returns the list with the price 0 in rows without a price, for files from which other software gets
// its prices.
func (l *List) WithoutRates() *List {
	copied := *l
	copied.Rows = slices.Clone(l.Rows)
	for i := range copied.Rows {
		if r := &copied.Rows[i]; r.Kind == PriceRow && !r.hasPrice() {
			r.Price = new(usage.Decimal)
		}
	}
	return &copied
}

// WithoutRate returns the numbers of the lines of price rows without a price.
func (l *List) WithoutRate() map[int]bool {
	lines := map[int]bool{}
	for i := range l.Rows {
		if r := &l.Rows[i]; r.Kind == PriceRow && !r.hasPrice() {
			lines[r.Line] = true
		}
	}
	return lines
}
