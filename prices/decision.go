package prices

import (
	"slices"

	"acronis-reports-mcp/usage"
)

// A class is what the tenants of lines have in common if the same rows may fit them.
type class struct {
	chain      []string // ids of the tenants of rows that are the tenant or above it, the nearest first
	currencies []string // of the account; nil if any fits
	readable   bool     // the tenants could be read

	decisions map[int32]int32 // their numbers by kind of line
}

// A decision is the row for lines of one class, item, SKU, storage and owner, or why there is none.
type decision struct {
	kind *lineKind
	item *item
	sku  string
	row  *boundRow // nil if there is none

	reason    Reason
	rows      []candidate // those in conflict or in doubt, or the one without a price
	fitting   []*boundRow // one row that fits for each currency
	discounts []candidate // that fit
	discount  *candidate  // that beats all others, or nil

	ignored bool // the usage isn't billed, and no row fits
}

// choose returns the row for lines.
func choose(c *class, l *lineKind) *decision {
	found := &decision{kind: l, item: l.item, sku: l.sku}
	fits, doubts, otherCurrency := candidates(c, l, l.item.rows)
	for i := range fits {
		r := fits[i].row
		same := func(other *boundRow) bool { return other.Currency == r.Currency }
		if r.Currency != "" && !slices.ContainsFunc(found.fitting, same) {
			found.fitting = append(found.fitting, r)
		}
	}
	winner := best(fits)
	open := unbeaten(winner, doubts)
	switch {
	case len(open) > 0:
		found.reason, found.rows = open[0].doubt, open
	case len(fits) > 0 && winner == nil:
		found.reason, found.rows = Conflict, fits
	case winner == nil && (l.item.name.Class == usage.Informational || l.item.name.Class == usage.Feature):
		found.ignored = true
	case winner == nil && len(otherCurrency) > 0:
		found.reason, found.rows = OtherCurrency, otherCurrency
	case winner == nil:
		found.reason = NoRow
	case winner.row.Per.Measure != Natural && !winner.row.Per.Measure.fits(l.item.unit):
		found.reason, found.rows = WrongUnit, []candidate{*winner}
	case !winner.row.hasPrice():
		found.reason, found.rows = NoPrice, []candidate{*winner}
	default:
		found.row = winner.row
		found.findDiscounts(c, l)
	}
	return found
}

// findDiscounts finds the discounts that fit. If it isn't known which is the narrowest, the lines are in doubt.
func (found *decision) findDiscounts(c *class, l *lineKind) {
	if len(l.item.discounts) == 0 {
		return
	}
	own := *c
	if found.row.Currency != "" {
		own.currencies = []string{found.row.Currency}
	}
	fits, doubts, _ := candidates(&own, l, l.item.discounts)
	if open := unbeaten(best(fits), doubts); len(open) > 0 {
		found.row, found.reason, found.rows = nil, open[0].doubt, open
		return
	}
	found.discounts, found.discount = fits, best(fits)
}

// unbeaten returns the doubtful candidates that would matter if they fitted.
func unbeaten(winner *candidate, doubts []candidate) []candidate {
	return slices.DeleteFunc(doubts, func(d candidate) bool { return winner != nil && winner.beats(&d) })
}

// candidates returns the rows that fit lines, those of which that isn't known, and those that fit but for their
// currency.
func candidates(c *class, l *lineKind, rows map[string][]candidate) (fits, doubts, otherCurrency []candidate) {
	add := func(all []candidate, narrow int, doubt Reason) {
		for _, one := range all {
			one.narrow[tenantColumn], one.doubt = narrow, doubt
			switch currency := one.row.Currency; {
			case !one.fits(l):
			case currency != "" && c.currencies != nil && !slices.Contains(c.currencies, currency):
				otherCurrency = append(otherCurrency, one)
			case one.doubt != "":
				doubts = append(doubts, one)
			default:
				one.row.fitted = true
				fits = append(fits, one)
			}
		}
	}
	add(rows[""], allTenants, "")
	for narrow, id := range c.chain {
		add(rows[id], narrow, "")
	}
	if !c.readable { // any other tenant may be above this one
		for id, all := range rows {
			if id != "" && !slices.Contains(c.chain, id) {
				add(all, 1, UnknownTenant)
			}
		}
	}
	return fits, doubts, otherCurrency
}

// lines returns the numbers of the lines of candidates, in their order.
func linesOf(all []candidate) []int {
	var numbers []int
	for _, c := range all {
		numbers = append(numbers, c.row.Line)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}
