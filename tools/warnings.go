package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// warningTexts puts warnings into words, never nil.
func warningTexts(warnings []figures.Warning) []string {
	texts := make([]string, len(warnings))
	for i, w := range warnings {
		texts[i] = warningWords[w.Kind](w)
	}
	return texts
}

// warningWords has what each warning says.
var warningWords = map[figures.WarningKind]func(figures.Warning) string{
	figures.RowsSkipped: func(w figures.Warning) string {
		text := escape.Count(w.Count, "row") + " could not be read, left out of all sums:"
		for _, bad := range w.BadRows {
			text += fmt.Sprintf(" line %d: %s;", bad.Line, escape.Text(bad.Problem))
		}
		return text
	},
	figures.NothingCounted: func(w figures.Warning) string {
		return fmt.Sprintf("No row is in the sums, which is not to say that nothing was used: %d rows were left out by tenant, %d by usage, edition or application.",
			w.Count, w.Filtered)
	},
	figures.CustomerUnmatched: func(w figures.Warning) string {
		return "No customer matches " + escape.Quote(w.Names[0]) + "." + thereAre(w.Exists)
	},
	figures.SeveralDays: func(w figures.Warning) string { return describeDays(w.Days) },
	figures.ControlDiffers: func(w figures.Warning) string {
		return "The control totals differ in " + escape.Count(w.Count, "sum") + ": check before billing."
	},
	figures.MixedInfra: func(w figures.Warning) string {
		return fmt.Sprintf("%s has rows with and without infrastructure in %s: those without (no_infra) may repeat the others and are not added to them.",
			escape.Shorten(escape.Text(w.Names[0])), escape.Count(w.Count, "tenant"))
	},
	figures.MoreMixedInfra: func(w figures.Warning) string {
		return "Rows with and without infrastructure are kept apart in " + escape.Count(w.Count, "more usage") + "."
	},
	figures.InfraMerged: always("Storages are merged within groups, and each may have its own price. Group by infra to keep them apart."),
	figures.NamesRefused: func(w figures.Warning) string {
		return "The names of " + strings.Join(w.Names, " and ") + " can't be read: the beginnings of their ids are shown instead."
	},
	figures.MadeEarly: func(w figures.Warning) string {
		return "This file was made before its period was over: figures of the last day, or of more, are missing. Not for billing: " +
			preparationText(w.Source.Tenant(), *w.Source.Report.Params().Period, false) + " makes another."
	},
	figures.MadeBeforeDue: func(w figures.Warning) string { return madeBeforeDueText(w.Source, w.Source.Tenant()) },
	figures.EmptyFile: func(w figures.Warning) string {
		return noRowsText(w.Source.Report.Params().HideZeroUsage)
	},
	figures.WithoutRows:     describeWithoutRows,
	figures.NewestOfMonthly: always("This is the newest file of a monthly report, which has one for each month: created tells which, period may not."),
	figures.RunningPeriod:   always("usage_current is not for billing: each tenant is inside its own billing period. Use prepare_months."),
	figures.PartnersAsWhole: func(w figures.Warning) string {
		return "Counted as a whole, with all customers below: " + escape.Count(w.Count, "partner") + ". prepare_months makes a report of each customer."
	},
	figures.PartnersOverlap: always("Without the tenants it can't be seen which partners are below others: sums may count twice."),
	figures.WantedOverlap:   always("Without the tenants it can't be seen whether one of those asked for is within another: if so, its rows count twice."),
	figures.FoldersOverlap: func(w figures.Warning) string {
		return "Without the tenants it can't be seen who is in the " + escape.Count(w.Count, "folder") + " with rows: sums may count twice."
	},
	figures.MovedAway: func(w figures.Warning) string {
		return tenantNames(w) + ": below somebody else today; counted, since the report has rows of their own."
	},
	figures.UnknownTenants: func(w figures.Warning) string {
		return escape.Count(w.Count, "tenant") + " of the file can't be found among the tenants now; the kind in the file decided."
	},
	figures.KindChanged: func(w figures.Warning) string {
		return tenantNames(w) + ": of another kind today; the kind in the file decided."
	},
	figures.InsidePartners: func(w figures.Warning) string {
		return tenantNames(w) + ": in the sums of partners above them, as the tenants are today. Of one that was moved since, check them."
	},
	figures.FoldersLeftOut: func(w figures.Warning) string {
		return "Rows of " + escape.Count(w.Count, "folder") + " were left out: what is in a folder counts by rows of its own."
	},
	figures.OccupiedFolders: func(w figures.Warning) string {
		return "Folders left out, since tenants in them today have rows of their own: " + tenantNames(w) + ". If these were moved there since, its figures are missing."
	},
	figures.UnlikePeriods: func(w figures.Warning) string {
		return "Deltas are of periods of unlike length: " + describeLength(w.Lengths[0]) + " before, " + describeLength(w.Lengths[1]) + " after."
	},
	figures.MixedInfraInOne: always("Only one of the reports has rows with and without infrastructure in one tenant: what is new or gone with no_infra may be the same usage, written otherwise."),
}

// always is a warning with nothing to fill in.
func always(text string) func(figures.Warning) string {
	return func(figures.Warning) string { return text }
}

// describeWithoutRows says of which tenants a file has no rows, and why.
func describeWithoutRows(w figures.Warning) string {
	const most = 10
	var texts []string
	for _, t := range w.Absent[:min(len(w.Absent), most)] {
		why := "no usage, or not below the report's tenant then"
		switch {
		case t.Why.CreatedAfter != "":
			why = "created on " + escape.Text(t.Why.CreatedAfter) + ", after the period"
		case t.Why.DeletedBefore != "":
			why = "deleted on " + escape.Text(t.Why.DeletedBefore) + ", before the period"
		}
		texts = append(texts, escape.Shorten(escape.Text(t.Name))+" ("+why+")")
	}
	if more := len(w.Absent) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return "The file has no rows of " + strings.Join(texts, ", ") + "."
}

func tenantNames(w figures.Warning) string { return strings.Join(escape.Names(w.Names, 10), ", ") }

// describeDays says which of several days the totals are of.
func describeDays(d figures.Days) string {
	first, last, noRest := escape.Text(d.First), escape.Text(d.Last), ""
	if d.Incomplete {
		noRest = " Groups don't add up to them: there is no rest."
	}
	switch d.How {
	case figures.DaysAdded:
		return "Totals are the changes of all days added up, " + first + " to " + last + "."
	case figures.GreatestDay:
		return "Totals are the greatest of any day, " + first + " to " + last + "." + noRest
	case figures.AverageDay:
		return "Totals are averages over the days that the file has, " + first + " to " + last + ", in whole units." + noRest
	}
	return "Totals are of the last day, " + last + "." + noRest
}

// describeLength says how long a period is.
func describeLength(l figures.Length) string {
	switch {
	case l.WholeMonth:
		return "a whole month"
	case l.Days == 0:
		return "unknown"
	}
	return escape.Count(l.Days, "day")
}

// totalsCut warns of totals that are not shown.
func totalsCut(shown, all int) []string {
	if shown == all {
		return nil
	}
	return []string{fmt.Sprintf("%d of %d totals are shown, in the order of their names, and as much of rest: name usages to see others.", shown, all)}
}
