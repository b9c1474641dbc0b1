package tools

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// A comparison selects the changes of usages for a page. A page has the same
// number of changes for each usage.
type comparison struct {
	*figures.Comparison
	full   bool
	shaped []shapedUsage
}

// shapedUsage is a usage with the changes that a page may show.
type shapedUsage struct {
	head    usageChanges
	of      usage.UsageChanges
	entries []groupChange // on the page; changes from zero come last
	first   int           // index of the first of them among all
}

// fill adds the changes that fit, in addition to what the result already has.
func (out *compareUsageOut) fill(c *figures.Comparison, p paging, arguments any, full bool) error {
	longest := 0
	for _, u := range c.Usages {
		longest = max(longest, u.Count())
	}
	pg, err := p.page(longest, strconv.Itoa, arguments)
	if err != nil {
		return err
	}
	shown := comparison{Comparison: c, full: full}
	for _, u := range c.Usages {
		shown.add(u, pg.from, pg.to)
	}
	room := maxAnswerBytes - sizeOf(out)
	n := shown.fitting(pg.to-pg.from, room)
	if pg.to > pg.from {
		pg = pg.shorten(n, strconv.Itoa(pg.from+n-1), arguments)
	}
	items := shown.items(n)
	out.list = listOf(pg, fitting(items, room))
	total := len(items)
	out.Total = &total
	for _, u := range items[len(out.Items):] {
		out.Cut = append(out.Cut, u.Usage)
	}
	out.Cut = escape.Names(out.Cut, maxUnusedNames)
	if out.Truncated = out.Truncated || out.Cut != nil; out.Truncated {
		out.Before.addResource(c.Before)
		out.After.addResource(c.After)
		out.Hint = fmt.Sprintf("Of each usage these are changes %d to %d; its own figures are of all groups. For the others pass cursor, group by fewer keys, or filter.", pg.from+1, pg.to)
		if slices.ContainsFunc(c.Usages, func(u usage.UsageChanges) bool { return u.Count() > pg.to && u.FromZero.Len() > 0 }) {
			out.Hint += " Groups that had nothing before come last, in from_zero."
		}
	}
	return nil
}

// add adds a usage with a range of its changes.
func (c *comparison) add(u usage.UsageChanges, from, to int) {
	k := c.After.Keys(u.Total.Group, false).Shorten()
	unit := c.After.Catalogue.Unit(u.Total.Usage)
	s := shapedUsage{of: u, first: from, head: usageChanges{
		Usage: k.Usage, Label: k.Label, NoInfra: k.NoInfra, Class: k.Class, ClassInferred: k.ClassInferred,
		Unit: escape.Shorten(escape.Text(string(unit))), change: newChange(u.Total, unit),
		Changed: u.Count(), Unchanged: u.Unchanged,
	}}
	for i := from; i < min(to, s.head.Changed); i++ {
		s.entries = append(s.entries, c.groupChange(s.changeAt(i), unit))
	}
	if from == 0 || s.entries != nil {
		c.shaped = append(c.shaped, s)
	}
}

func (s *shapedUsage) changeAt(i int) usage.Change {
	if i < s.of.Changes.Len() {
		return s.of.Changes.At(i)
	}
	return s.of.FromZero.At(i - s.of.Changes.Len())
}

// groupChange returns the change of a group, without the keys that it shares
// with its usage.
func (c *comparison) groupChange(of usage.Change, unit usage.Unit) groupChange {
	k := c.After.Keys(of.Group, c.full).Shorten()
	if k.Usage = ""; k.OfferingItem == "" {
		k.Label = ""
	}
	k.Class, k.ClassInferred, k.NoInfra = "", false, false
	g := groupChange{Keys: k, change: newChange(of, unit), Gone: of.Gone, Why: reasonTexts(c.Reasons(of))}
	if g.Why == nil && of.Tenant != "" {
		g.Why = []string{"no cause known"}
	}
	g.Why = append(g.Why, unitTexts(c.Units(of), unit)...)
	return g
}

// unitTexts describes how the units of a customer changed.
func unitTexts(units []figures.UnitChange, unit usage.Unit) []string {
	const most = 5
	var texts []string
	for _, u := range units[:min(len(units), most)] {
		text := "outside its units " + readingOf(u.Before, u.After, unit, u.Usage)
		if u.Name != "" {
			text = "unit " + escape.Quote(u.Name) + " " + readingOf(u.Before, u.After, unit, u.Usage)
		}
		if reasons := reasonTexts(u.Reasons); reasons != nil {
			text += " (" + strings.Join(reasons, "; ") + ")"
		}
		texts = append(texts, text)
	}
	if more := len(units) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more units", more))
	}
	return texts
}

// newChange returns a change as results show it.
func newChange(c usage.Change, unit usage.Unit) change {
	shown := change{
		Before: c.Before.String(), After: c.After.String(), Change: usage.Signed(c.By().String(), c.By()),
		Percent: usage.Signed(c.Percent(), c.By()), Reading: readingOf(c.Before, c.After, unit, c.Usage),
	}
	if c.Before.IsZero() {
		shown.Percent = ""
	}
	if !c.TrialBefore.IsZero() || !c.TrialAfter.IsZero() {
		shown.TrialBefore, shown.TrialAfter = c.TrialBefore.String(), c.TrialAfter.String()
		shown.TrialReading = readingOf(c.TrialBefore, c.TrialAfter, unit, c.Usage)
	}
	return shown
}

// readingOf returns the reading of a change from one amount to another.
func readingOf(before, after usage.Decimal, unit usage.Unit, usageName string) string {
	by := after.Sub(before)
	if by.IsZero() {
		return usage.Reading(before, unit, usageName) + ", unchanged"
	}
	return fmt.Sprintf("%s to %s: %s", usage.Reading(before, unit, usageName), usage.Reading(after, unit, usageName), usage.ReadingOfChange(by, unit, usageName))
}

// fitting returns how many of the first n changes of each usage fit into a
// number of bytes, together with the usages themselves. It is at least one.
func (c *comparison) fitting(n, bytes int) int {
	for _, s := range c.shaped {
		bytes -= sizeOf(s.head) + sizeOf(s.head.change)
	}
	for i := range n {
		for _, s := range c.shaped {
			if i < len(s.entries) {
				bytes -= sizeOf(s.entries[i]) + 1
			}
		}
		if bytes < 0 {
			return max(i, 1)
		}
	}
	return n
}

// items returns the usages with the first n of their changes on the page.
func (c *comparison) items(n int) []usageChanges {
	items := make([]usageChanges, len(c.shaped))
	for i, s := range c.shaped {
		u := s.head
		shown := make([]usage.Change, min(n, len(s.entries)))
		for at := range shown {
			shown[at] = s.changeAt(s.first + at)
		}
		all := s.entries[:len(shown)]
		fromZero := min(len(all), max(0, s.of.Changes.Len()-s.first))
		u.Changes, u.FromZero = all[:fromZero], all[fromZero:]
		if rest, some := c.Remainder(s.of, shown); some && (len(shown) > 0 || s.first > 0) {
			left := newChange(rest, c.After.Catalogue.Unit(s.of.Total.Usage))
			u.Rest = &left
		}
		items[i] = u
	}
	return items
}

// reasonTexts describes what happened to a tenant.
func reasonTexts(reasons []figures.Reason) []string {
	var texts []string
	for _, r := range reasons {
		day := escape.Text(r.Day)
		text := map[figures.ReasonKind]string{
			figures.Created:      "created " + day,
			figures.InProduction: "in production since " + day,
			figures.WasDeleted:   "deleted " + day,
			figures.Renamed:      "renamed, was " + escape.Quote(r.Name),
			figures.Suspended:    "suspended, since when is not known",
			figures.NowBelow:     "now under " + quoteTenant(r.Name, "another parent"),
			figures.CameHere:     "may have moved here, now under " + quoteTenant(r.Name, "another parent"),
			figures.Gained:       "below it now, and wasn't before",
			figures.NoTenant:     "no longer among the tenants",
			figures.MayHaveMoved: "changed " + day + ": it may have moved, now under " + quoteTenant(r.Name, "another parent"),
		}[r.Kind]
		if r.From != "" {
			text += ", before under " + escape.Quote(r.From)
		}
		if r.Tenant != "" {
			text = escape.Quote(r.Tenant) + " is " + text
		}
		texts = append(texts, text)
	}
	return texts
}
