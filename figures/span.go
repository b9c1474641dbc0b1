package figures

import (
	"cmp"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// SpanTotals returns the sums of the totals of several answers to one question,
// for usages that have a value and whose totals may be added: changes, and
// billed amounts of whole months, because each month is charged by itself. A
// reading at the end of one month is contained in that of the next, so readings
// are never added, nor are peaks and averages.
func SpanTotals(answers []*Answer) []Total {
	if overlap(answers) {
		return nil
	}
	type key struct {
		usage   string
		noInfra bool
	}
	added := map[key]usage.Amounts{}
	var order []usage.Group
	for _, a := range answers {
		for _, t := range a.Summary.Totals {
			k := key{t.Usage, t.NoInfra}
			if _, known := added[k]; !known {
				order = append(order, usage.Group{Usage: t.Usage, NoInfra: t.NoInfra})
			}
			added[k] = plus(added[k], t.Of(a.Measure))
		}
	}
	var sums []Total
	last := answers[len(answers)-1]
	for _, g := range order {
		if amounts := added[key{g.Usage, g.NoInfra}]; !last.nothing(amounts) && addsUpOverMonths(answers, g.Usage) {
			sums = append(sums, last.totalOf(g, amounts))
		}
	}
	return sums
}

// addsUpOverMonths reports whether what is measured of a usage may be added
// over the periods of answers.
func addsUpOverMonths(answers []*Answer, usageName string) bool {
	monthly := func(a *Answer) bool { return a.Measure == Billed && LengthOf(*a.Report.Params().Period).WholeMonth }
	return !slices.ContainsFunc(answers, func(a *Answer) bool {
		return a.Report.Params().Kind == "usage_current" || !a.isChange(usageName) && !monthly(a)
	})
}

// overlap reports whether the periods of answers overlap.
func overlap(answers []*Answer) bool {
	periods := make([]acronis.ReportPeriod, len(answers))
	for i, a := range answers {
		periods[i] = *a.Report.Params().Period
	}
	slices.SortFunc(periods, func(a, b acronis.ReportPeriod) int { return cmp.Compare(a.Start, b.Start) })
	for i := range periods[1:] {
		if periods[i+1].Start <= periods[i].End {
			return true
		}
	}
	return false
}
