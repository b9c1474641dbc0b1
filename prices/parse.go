package prices

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// columns are those of a price list, in the order in which rows are suggested, and the kinds of rows that may fill
// them; nil is all kinds.
var columns = []struct {
	name  string
	kinds []Kind
}{
	{"kind", nil},
	{"tenant", nil},
	{"item", []Kind{PriceRow, DiscountRow}},
	{"sku", []Kind{PriceRow, DiscountRow}},
	{"infra", []Kind{PriceRow, DiscountRow}},
	{"owner", []Kind{PriceRow, DiscountRow}},
	{"per", []Kind{PriceRow}},
	{"price", []Kind{PriceRow, FeeRow, MinimumRow, DiscountRow}},
	{"currency", nil},
	{"included", []Kind{PriceRow}},
	{"tiers", []Kind{PriceRow}},
	{"round", []Kind{PriceRow}},
	{"at_least", []Kind{PriceRow}},
	{"pool", []Kind{PriceRow}},
	{"from", nil},
	{"to", nil},
	{"product", []Kind{PriceRow, FeeRow, MinimumRow, DiscountRow}},
	{"text", nil},
}

// columnNames returns the names of all columns.
func columnNames() []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// A parser reads a price list.
type parser struct {
	list    *List
	numbers map[string]int // of columns, from 1

	// of the current row
	line  int
	cells map[string]string // without blanks around them
	row   Row
}

// read reads a whole file.
func (p *parser) read(data []byte) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !p.isText(data) {
		return
	}
	r := csv.NewReader(bytes.NewReader(data))
	p.list.comma = separator(data)
	r.Comma, r.FieldsPerRecord = p.list.comma, -1
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			p.quoting(err)
			return
		}
		p.line, _ = r.FieldPos(0)
		switch {
		case blank(record):
		case p.numbers == nil:
			if !p.readHeader(record) {
				return
			}
		default:
			p.readRow(record)
		}
	}
	if p.numbers == nil {
		p.line = 1
		p.faultInLine("the file is empty; its first line has the names of the columns: %s", strings.Join(columnNames(), ","))
	}
}

// isText reports whether a file is UTF-8.
func (p *parser) isText(data []byte) bool {
	p.line = 1
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		p.faultInLine("the file is UTF-16; save it as CSV UTF-8")
		return false
	}
	for line := range bytes.Lines(data) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			p.faultInLine("the line isn't UTF-8; save the file as CSV UTF-8")
			return false
		}
		p.line++
	}
	return true
}

// separator returns what is between the cells of a file, by its first line that isn't empty.
func separator(data []byte) rune {
	for line := range bytes.Lines(data) {
		if len(bytes.TrimSpace(line)) > 0 {
			if bytes.Count(line, []byte{';'}) > bytes.Count(line, []byte{','}) {
				return ';'
			}
			break
		}
	}
	return ','
}

// quoting reports that quotes are wrong.
func (p *parser) quoting(err error) {
	var at *csv.ParseError
	if errors.As(err, &at) {
		p.line = at.StartLine
	}
	p.faultInLine(`the quotes are wrong: a cell with quotes in it begins and ends with ", and each quote in it is written twice`)
}

func blank(record []string) bool {
	return !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// readHeader reads the names of the columns, and reports whether they can be used.
func (p *parser) readHeader(record []string) bool {
	p.numbers = map[string]int{}
	ok := true
	for i, cell := range record {
		name := strings.ToLower(strings.TrimSpace(cell))
		number := i + 1
		if strings.HasPrefix(name, "#") {
			name = ""
		}
		p.list.header = append(p.list.header, name)
		switch {
		case strings.TrimSpace(cell) == "" || name == "":
			continue // a comment, or cells that a spreadsheet added at the end
		case !slices.Contains(columnNames(), name):
			p.add(name, number, "this column doesn't exist; the columns are "+strings.Join(columnNames(), ", ")+", and comments, whose names begin with #")
		case p.numbers[name] > 0:
			p.add(name, number, fmt.Sprintf("this column is also column %d", p.numbers[name]))
		default:
			p.numbers[name] = number
			continue
		}
		ok = false
	}
	if ok && p.numbers["item"]+p.numbers["sku"] == 0 && p.numbers["kind"] == 0 {
		p.faultInLine("the first line must have the names of the columns, among them kind, item or sku")
		ok = false
	}
	return ok
}

// readRow reads a row, and adds it to the list if it has no fault.
func (p *parser) readRow(record []string) {
	before := len(p.list.Faults)
	if len(record) > len(p.list.header) && !blank(record[len(p.list.header):]) {
		p.faultInLine("the line has %d cells but the first line has %d; is there a decimal comma (write 0.05), or a comma in a cell without quotes around it?",
			len(record), len(p.list.header))
		return
	}
	p.cells, p.row = map[string]string{}, Row{Line: p.line}
	for i, cell := range record[:min(len(record), len(p.list.header))] {
		if name := p.list.header[i]; name != "" {
			p.cells[name] = strings.TrimSpace(cell)
		}
	}
	p.checkFormulas()
	p.readKind()
	if len(p.list.Faults) == before {
		p.readCells()
		p.checkRow()
	}
	if len(p.list.Faults) == before {
		p.list.Rows = append(p.list.Rows, p.row)
	}
}

// checkFormulas refuses cells that a spreadsheet would compute.
func (p *parser) checkFormulas() {
	for _, name := range p.list.header {
		cell := p.cells[name]
		if cell == "" || !strings.ContainsRune("=+-@", rune(cell[0])) {
			continue
		}
		if _, err := parseNumber(cell); err != nil && !looksNumeric(cell) {
			p.fault(name, "a formula; write its value")
		}
	}
}

// readKind reads the kind of a row, and refuses cells that the kind doesn't have.
func (p *parser) readKind() {
	p.row.Kind = Kind(strings.ToLower(p.cells["kind"]))
	switch p.row.Kind {
	case "":
		p.row.Kind = PriceRow
	case PriceRow, AccountRow, FeeRow, MinimumRow, DiscountRow:
	default:
		p.fault("kind", "must be price (or empty), account, fee, minimum or discount")
		return
	}
	for _, c := range columns {
		if p.cells[c.name] != "" && c.kinds != nil && !slices.Contains(c.kinds, p.row.Kind) {
			p.fault(c.name, "must be empty in a row of the kind "+string(p.row.Kind))
		}
	}
}

// fault adds a fault in a column of the current row.
func (p *parser) fault(column, text string) { p.add(column, p.numbers[column], text) }

// faultInLine adds a fault in the current line.
func (p *parser) faultInLine(format string, args ...any) { p.add("", 0, fmt.Sprintf(format, args...)) }

func (p *parser) add(column string, number int, text string) {
	p.list.Faults = append(p.list.Faults, Fault{p.line, column, number, text})
}
