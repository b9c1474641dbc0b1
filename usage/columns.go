package usage

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// columns has the index of each column that is read, or -1 if the file doesn't have it.
type columns struct {
	names []string

	application, tenant, kind, usage, edition int
	infra, backend, owner                     int
	sku, tenantName, day                      int
	numbers                                   [6]int // absolute, then delta: production, trial, total

	dayCandidates []int // columns that may contain days, by their names; the first that contains one becomes day
	dayCertain    bool  // whether there is only one candidate, and its name is date or day
	keyColumns    []int // the columns by which the rows of a tenant are grouped
}

var numberNames = [6]string{
	"usage.absolute.production", "usage.absolute.trial", "usage.absolute.total",
	"usage.delta.production", "usage.delta.trial", "usage.delta.total",
}

// findColumns finds the columns by the names in the header.
func findColumns(s *scanner) (*columns, error) {
	c := &columns{day: -1}
	for i := range s.ends {
		c.names = append(c.names, strings.TrimSpace(string(s.field(i))))
	}
	for name, index := range map[string]*int{
		"application.id": &c.application, "tenant.id": &c.tenant, "tenant.kind": &c.kind, "name": &c.usage,
		numberNames[0]: &c.numbers[0], numberNames[1]: &c.numbers[1], numberNames[2]: &c.numbers[2],
		numberNames[3]: &c.numbers[3], numberNames[4]: &c.numbers[4], numberNames[5]: &c.numbers[5],
		"edition": &c.edition, "infra.id": &c.infra, "infra.backend_type": &c.backend, "infra.owner_id": &c.owner,
		"tenant.name": &c.tenantName,
	} {
		*index = slices.Index(c.names, name)
	}
	c.sku = slices.IndexFunc(c.names, func(name string) bool {
		return name == "sku" || strings.HasSuffix(name, ".sku")
	})
	if err := c.check(); err != nil {
		return nil, err
	}
	for _, i := range []int{c.application, c.usage, c.edition, c.infra, c.backend, c.owner, c.sku} {
		if i >= 0 {
			c.keyColumns = append(c.keyColumns, i)
		}
	}
	c.findDayColumns()
	return c, nil
}

// check refuses a header that lacks a required column or repeats one that is read. If all required columns are
// missing, the file may be another one, such as the page of a proxy, so another download may help.
func (c *columns) check() error {
	needed := append([]string{"application.id", "tenant.id", "tenant.kind", "name"}, numberNames[:]...)
	var missing, twice []string
	for _, name := range needed {
		if !slices.Contains(c.names, name) {
			missing = append(missing, name)
		}
	}
	for _, name := range append(needed, "edition", "infra.id", "infra.backend_type", "infra.owner_id", "tenant.name") {
		if i := slices.Index(c.names, name); i >= 0 && slices.Contains(c.names[i+1:], name) {
			twice = append(twice, name)
		}
	}
	if missing != nil {
		return &FileError{Problem: "lacks the columns " + strings.Join(missing, ", "), Final: len(missing) < len(needed)}
	}
	if twice != nil {
		return &FileError{Problem: "has more than one column " + strings.Join(twice, ", "), Final: true}
	}
	return nil
}

// findDayColumns finds the columns that may contain days by their names, because the name of that column isn't
// documented. It prefers the names date and day to names that end in .date or .day, and these to names that only
// contain one of the words.
func (c *columns) findDayColumns() {
	called := func(name string) bool { return name == "date" || name == "day" }
	known := append([]int{c.tenant, c.kind, c.tenantName}, c.keyColumns...)
	for i, fits := range []func(name string) bool{
		called,
		func(name string) bool { return called(name[strings.LastIndexByte(name, '.')+1:]) },
		func(name string) bool { return strings.Contains(name, "date") || strings.Contains(name, "day") },
	} {
		for at, name := range c.names {
			name = strings.ToLower(name)
			if fits(name) && !slices.Contains(known, at) && !slices.Contains(c.numbers[:], at) && !strings.HasPrefix(name, "usage.effective.") {
				c.dayCandidates = append(c.dayCandidates, at)
			}
		}
		if c.dayCandidates != nil {
			c.dayCertain = i < 2 && len(c.dayCandidates) == 1
			return
		}
	}
}

// chooseDayColumn chooses the candidate that contains a day in this row. Two of them are an error.
func (c *columns) chooseDayColumn(s *scanner) error {
	var found []int
	for _, i := range c.dayCandidates {
		if isDay(s.field(i)) {
			found = append(found, i)
		}
	}
	switch len(found) {
	case 0:
		return nil
	case 1:
		c.day = found[0]
		return nil
	}
	var names []string
	for _, i := range found[:min(len(found), 5)] {
		names = append(names, quote([]byte(c.names[i])))
	}
	return fmt.Errorf("%w that is certain: it may be %s", ErrNoDay, strings.Join(names, " or "))
}

func isDay(value []byte) bool {
	_, err := time.Parse(time.DateOnly, string(dayOf(value)))
	return err == nil
}

// malformed returns the problem of a row whose fields can't be read, or "".
func (c *columns) malformed(s *scanner) (problem string) {
	if s.problem != "" {
		return s.problem
	}
	if len(s.ends) != len(c.names) {
		return fmt.Sprintf("has %d fields instead of %d", len(s.ends), len(c.names))
	}
	if s.lines > s.line {
		if column := c.lineBreak(s); column != "" {
			return "has a line break in " + column
		}
	}
	return ""
}

// nameless returns the problem of a row without a tenant or a name, or "".
func (c *columns) nameless(s *scanner) (problem string) {
	switch {
	case len(s.field(c.tenant)) == 0:
		return "has no tenant.id"
	case len(s.field(c.usage)) == 0:
		return "has no name"
	case len(s.field(c.tenant)) > maxWord || len(s.field(c.kind)) > maxWord:
		return "has a tenant.id or tenant.kind longer than 1 KiB"
	}
	return ""
}

// lineBreak returns the name of a column that is read, other than the tenant's name, and whose value has a line
// break. It shows that a stray quote has made one row of several.
func (c *columns) lineBreak(s *scanner) (column string) {
	for _, i := range slices.Concat(c.keyColumns, []int{c.tenant, c.kind, c.day}, c.numbers[:]) {
		if bytes.IndexByte(s.field(i), '\n') >= 0 {
			return c.names[i]
		}
	}
	return ""
}

// dayOf returns the beginning of a value, which is YYYY-MM-DD if the value is a day.
func dayOf(value []byte) []byte { return value[:min(len(value), len(time.DateOnly))] }

// number reads one of the six numbers of a row.
func (c *columns) number(s *scanner, i int, into *Decimal) (problem string) {
	text := s.field(c.numbers[i])
	d, err := parseDecimal(text)
	if err != nil {
		return fmt.Sprintf("%s is %s: %v", numberNames[i], quote(text), err)
	}
	*into = d
	return ""
}
