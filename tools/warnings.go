package tools

import (
	"fmt"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// warningTexts returns the texts of warnings, never nil.
func (s *service) warningTexts(warnings []figures.Warning) []string {
	texts := make([]string, len(warnings))
	for i, w := range warnings {
		if w.Kind == figures.NotCompared {
			texts[i] = "The compute points used were not compared with the readings at the end of the month before, because its report can't be read. " + s.explain(w.Err)
		} else {
			texts[i] = warningWords[w.Kind](w)
		}
	}
	return texts
}

// warningWords returns the text of each kind of warning.
var warningWords = map[figures.WarningKind]func(figures.Warning) string{
	figures.RowsSkipped: func(w figures.Warning) string {
		text := escape.Count(w.Count, "row") + " could not be read or added up:"
		for _, bad := range w.BadRows {
			text += fmt.Sprintf(" line %d: %s;", bad.Line, escape.Text(bad.Problem))
		}
		return text
	},
	figures.NothingCounted: func(w figures.Warning) string {
		return fmt.Sprintf("No row is in the sums, which does not mean that nothing was used: %d rows were left out by tenant, and %d by usage.",
			w.Count, w.Filtered)
	},
	figures.CustomerUnmatched: func(w figures.Warning) string {
		return "No customer matches " + escape.Quote(w.Names[0]) + "." + thereAre(w.Exists)
	},
	figures.UsageUnmatched: func(w figures.Warning) string {
		return "No usage here matches " + escape.Quote(w.Names[0]) + "." + thereAre(w.Exists)
	},
	figures.SeveralDays: func(w figures.Warning) string { return describeDays(w.Days) },
	figures.ControlDiffers: func(w figures.Warning) string {
		return "The control totals differ in " + escape.Count(w.Count, "sum") + ": check them before billing." + describeMoves(w.Moved)
	},
	figures.OwnRowDiffers:     describeOwnRowDiffers,
	figures.SubjectRowDiffers: describeSubjectRowDiffers,
	figures.CustomersInOwnRow: describeCustomersInOwnRow,
	figures.MixedInfra: func(w figures.Warning) string {
		return fmt.Sprintf("%s has rows with and without infrastructure in %s. Those without (no_infra) may repeat the others, and are not added to them.",
			escape.Shorten(escape.Text(w.Names[0])), escape.Count(w.Count, "tenant"))
	},
	figures.MoreMixedInfra: func(w figures.Warning) string {
		return "The same is true of " + escape.Count(w.Count, "more usage") + "."
	},
	figures.InfraMerged: always("Storages are merged within groups, and each may have its own price. Group by infra to keep them separate."),
	figures.UnclearUsages: func(w figures.Warning) string {
		return "No source says what these usages overlap with, so never add them to others: " + strings.Join(escape.Names(w.Names, 10), ", ") + "."
	},
	figures.CheckDiffers: func(w figures.Warning) string { return describeCheck(w.Check) },
	figures.InProductionInside: func(w figures.Warning) string {
		var texts []string
		for _, t := range w.Dated[:min(len(w.Dated), 10)] {
			texts = append(texts, t.Name+" in production since "+escape.Text(t.Day))
		}
		if more := len(w.Dated) - len(texts); more > 0 {
			texts = append(texts, fmt.Sprintf("%d more", more))
		}
		return strings.Join(texts, ", ") + ": month-end figures, not prorated."
	},
	figures.SuspendedTenants: func(w figures.Warning) string {
		return tenantNames(w) + ": suspended now. The columns of the file decide what is production and what is trial."
	},
	figures.NamesRefused: func(w figures.Warning) string {
		return "Names of " + strings.Join(w.Names, " and ") + " can't be read. The first characters of their ids are shown instead."
	},
	figures.PassedDamaged: func(w figures.Warning) string {
		return fmt.Sprintf("Report %s is damaged, so this answer is from report %s, about %s, level %s.", escape.Text(w.Source.Damaged.ID),
			escape.Text(w.Source.Report.ID), escape.Shorten(w.Names[0]), escape.Text(w.Source.Report.Params().Level))
	},
	figures.UnitsRefused: func(w figures.Warning) string {
		return "The data centre's list of units can't be read. Those of these usages are from a table of known names, or unknown: " + strings.Join(escape.Names(w.Names, 10), ", ") + "."
	},
	figures.MadeEarly: func(w figures.Warning) string {
		return "This file was made before its period was over, so figures of the last day or of more days are missing. It is not for billing: call " +
			preparationText(w.Source.Tenant(), *w.Source.Report.Params().Period, false) + " to make another one."
	},
	figures.MadeBeforeDue: func(w figures.Warning) string { return madeBeforeDueText(w.Source, w.Source.Tenant()) },
	figures.EmptyFile: func(w figures.Warning) string {
		return noRowsText(w.Source.Report.Params().HideZeroUsage)
	},
	figures.WithoutRows:     describeWithoutRows,
	figures.DeletedSince:    describeDeleted,
	figures.NewestOfMonthly: always("This is the newest file of a monthly report, which has a file for each month. created shows which one it is; period may not."),
	figures.RunningPeriod:   always("usage_current is not for billing, because each tenant is inside its own billing period. Call prepare_months."),
	figures.PartnersAsWhole: func(w figures.Warning) string {
		return "Counted as a whole, with all the customers below: " + escape.Count(w.Count, "partner") + ". prepare_months makes a report that lists each customer."
	},
	figures.PartnersOverlap: always("The tenants can't be read, so it is unknown which partners are below others. Sums may count rows twice."),
	figures.WantedOverlap:   always("The tenants can't be read, so it is unknown whether one of the customers given is below another. If so, its rows are counted twice."),
	figures.FoldersOverlap: func(w figures.Warning) string {
		return "The tenants can't be read, so it is unknown who is in the " + escape.Count(w.Count, "folder") + " with rows. Sums may count rows twice."
	},
	figures.MovedAway: func(w figures.Warning) string {
		return strings.Join(movedNames(w.Moved), ", ") + ": moved since; still counted, because the report lists them separately. " + attributionUnknown
	},
	figures.MovedHere: func(w figures.Warning) string {
		return tenantNames(w) + ": below the report's tenant now, but without rows in the file. They may have moved there since, or used nothing. " + attributionUnknown
	},
	figures.OtherReport: describeOtherReport,
	figures.UnknownTenants: func(w figures.Warning) string {
		return escape.Count(w.Count, "tenant") + " of the file can't be found among the tenants now; the kind in the file was used."
	},
	figures.KindChanged: func(w figures.Warning) string {
		return tenantNames(w) + ": of another kind now; the kind in the file was used."
	},
	figures.InsidePartners: func(w figures.Warning) string {
		return tenantNames(w) + ": included in the sums of the partners above them, as the tenants are now. If one of them was moved since, check its figures."
	},
	figures.FoldersLeftOut: func(w figures.Warning) string {
		return "Rows of " + escape.Count(w.Count, "folder") + " are not counted, because the tenants in a folder have rows of their own."
	},
	figures.OccupiedFolders: func(w figures.Warning) string {
		return "Folders that are not counted, because the tenants in them now have rows of their own: " + tenantNames(w) + ". If these tenants were moved there since, the folder's own figures are missing."
	},
	figures.UnlikePeriods: func(w figures.Warning) string {
		return "The deltas are of periods of different length: " + describeLength(w.Lengths[0]) + " before, " + describeLength(w.Lengths[1]) + " after."
	},
	figures.NumbersUnreadable: describeBadNumbers,
	figures.NotLookedUp: func(w figures.Warning) string {
		if w.Count == 0 {
			return "Not looked up: tenants without rows, so it is not known whether some have moved here since. detail full looks up all."
		}
		return "Not looked up: " + escape.Count(w.Count, "tenant") + " with rows, so warnings about them may be missing (in production since, suspended, moved). detail full looks up all."
	},
	figures.MixedInfraInOne: always("Only one of the reports has rows with and without infrastructure for the same tenant. What is new or gone with no_infra may be the same usage, listed in another way."),
}

// always returns a function for a text without variable parts.
func always(text string) func(figures.Warning) string {
	return func(figures.Warning) string { return text }
}

// describeWithoutRows lists the tenants without rows in a file, and says why
// they have none.
func describeWithoutRows(w figures.Warning) string {
	return "The file has no rows of " + describeAbsent(w.Absent, func(t figures.Absent) string {
		switch {
		case t.Why.CreatedAfter != "":
			return "created on " + t.Why.CreatedAfter + ", after the period"
		case t.Why.DeletedBefore != "":
			return "deleted on " + t.Why.DeletedBefore + ", before the period"
		case t.Why.Inside != "":
			return "its usage is in that of " + t.Why.Inside + ", whose customers this report doesn't list: call prepare_months"
		case t.Deleted != "":
			return "deleted on " + t.Deleted
		case t.Why.NotListed:
			return "a unit, and this report lists none: give it as tenant"
		}
		return "no usage, or not below the report's tenant at that time"
	}) + "."
}

// describeDeleted lists tenants that were deleted since the period began.
func describeDeleted(w figures.Warning) string {
	return "Deleted since the period began: " + describeAbsent(w.Absent, func(t figures.Absent) string { return t.Deleted }) + "."
}

// describeAbsent lists up to ten tenants, each with the text that of returns.
func describeAbsent(absent []figures.Absent, of func(figures.Absent) string) string {
	const most = 10
	var texts []string
	for _, t := range absent[:min(len(absent), most)] {
		texts = append(texts, escape.Shorten(escape.Text(t.Name))+" ("+escape.Text(of(t))+")")
	}
	if more := len(absent) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, ", ")
}

func tenantNames(w figures.Warning) string { return strings.Join(escape.Names(w.Names, 10), ", ") }

// describeDays says from which days the totals are.
func describeDays(d figures.Days) string {
	first, last, noRest := escape.Text(d.First), escape.Text(d.Last), ""
	if d.Incomplete {
		noRest = " Groups don't add up to them, so there is no rest."
	}
	switch d.How {
	case figures.DaysAdded:
		return "Totals are the changes of all days added up, from " + first + " to " + last + "."
	case figures.GreatestDay:
		return "Totals are the greatest values of any day, from " + first + " to " + last + "." + noRest
	case figures.AverageDay:
		return "Totals are averages over the days in the file, from " + first + " to " + last + ", in whole units." + noRest
	}
	return "Totals are the values of the last day, " + last + "." + noRest
}

// describeBadNumbers lists numbers of the API that can't be used.
func describeBadNumbers(w figures.Warning) string {
	const most = 5
	var texts []string
	for _, n := range w.Numbers[:min(len(w.Numbers), most)] {
		text := name(n.Item) + " has no " + n.Field
		if n.Text != "" {
			text = fmt.Sprintf("%s of %s is no number that can be read: %s", n.Field, name(n.Item), escape.Quote(escape.Shorten(n.Text)))
		}
		texts = append(texts, text)
	}
	if more := len(w.Numbers) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return "What is missing here is not 0: " + strings.Join(texts, "; ") + "."
}

// describeLength returns the length of a period in words.
func describeLength(l figures.Length) string {
	switch {
	case l.WholeMonth:
		return "a whole month"
	case l.Days == 0:
		return "unknown"
	}
	return escape.Count(l.Days, "day")
}
