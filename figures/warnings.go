package figures

import (
	"maps"
	"slices"

	"acronis-reports-mcp/usage"
)

// A Warning is something that may surprise a user of the figures.
type Warning struct {
	Kind  WarningKind
	Count int      // of rows, sums, tenants, folders, partners or usages
	Names []string // of tenants, or of one usage; of PassedDamaged, of the report's subject

	BadRows  []usage.BadRow // of RowsSkipped: the first ones
	Filtered int            // of NothingCounted: rows left out by usage, edition or application; Count is those left out by tenant
	Days     Days           // of SeveralDays
	Lengths  [2]Length      // of UnlikePeriods: before and after
	Check    Check          // of CheckDiffers
	Dated    []DatedTenant  // of InProductionInside, by date
	Source   Source         // of the own rows that differ, PassedDamaged, MadeEarly, MadeBeforeDue and EmptyFile
	Absent   []Absent       // of WithoutRows and DeletedSince
	Exists   []string       // of CustomerUnmatched and UsageUnmatched: names that could have been matched
	Moved    []Moved        // of ControlDiffers, OwnRowDiffers, SubjectRowDiffers and MovedAway
	Sources  []Source       // of OtherReport: this one and the other
	Numbers  []BadNumber    // of NumbersUnreadable
	Err      error          // of NotCompared
}

// A WarningKind says what a warning is about.
type WarningKind int

// The kinds of warnings, with what they mean.
const (
	RowsSkipped        WarningKind = iota // Count rows couldn't be read
	NothingCounted                        // no row was counted
	CustomerUnmatched                     // the entry in Names matches no customer
	UsageUnmatched                        // the entry in Names matches no usage
	SeveralDays                           // the totals are of several days
	ControlDiffers                        // Count control totals differ; the moves in Moved would explain it
	OwnRowDiffers                         // own rows of the tenants in Names differ from the rows now below them: Count groups show by how much, Moved why
	SubjectRowDiffers                     // the same of the report's subject and the rows counted
	CustomersInOwnRow                     // the same, because the level of the report leaves out direct customers
	MixedInfra                            // the usage in Names has rows with and without infrastructure in Count tenants
	MoreMixedInfra                        // the same for Count more usages
	InfraMerged                           // infrastructures with different prices may be merged
	NamesRefused                          // the names of what Names lists (infrastructures or applications) can't be read
	UnitsRefused                          // the units of the usages in Names can't be read
	UnclearUsages                         // what the usages in Names overlap with isn't documented
	CheckDiffers                          // the figures of some customers differ from what Check compares them with
	NotCompared                           // compute points can't be compared with the readings of the month before, because of Err
	InProductionInside                    // the tenants in Dated went into production during the period
	SuspendedTenants                      // the tenants in Names are suspended
	PassedDamaged                         // Source is used because its Damaged can't be read
	MadeEarly                             // the file was made before its period was over
	MadeBeforeDue                         // the file was made before the usage of the last day had to be complete
	EmptyFile                             // the file has no rows
	WithoutRows                           // the file has no rows of the tenants in Absent
	DeletedSince                          // the tenants in Absent were deleted since the period began
	NewestOfMonthly                       // the file is the newest one of a monthly report
	RunningPeriod                         // each tenant is within its own billing period
	PartnersAsWhole                       // Count partners are counted as a whole, with all customers below
	PartnersOverlap                       // it is unknown which partners are below others
	WantedOverlap                         // it is unknown whether selected tenants are below others
	FoldersOverlap                        // it is unknown which tenants are in Count folders
	MovedAway                             // the tenants are below another tenant now
	MovedHere                             // the tenants are below the subject now, but have no rows
	OtherReport                           // a report of the same period may give other figures
	UnknownTenants                        // Count tenants are no longer among the tenants
	KindChanged                           // the tenants have another kind now
	InsidePartners                        // the partners are included in partners above them, as the tree is now
	FoldersLeftOut                        // Count folders aren't counted, because the tenants in them have rows
	OccupiedFolders                       // the folders aren't counted, because the tenants now in them have rows
	UnlikePeriods                         // deltas of periods with different lengths are compared
	NumbersUnreadable                     // the numbers in Numbers can't be used
	NotLookedUp                           // Count tenants with rows, and those without, were not looked up, so that warnings about them may be missing
	MixedInfraInOne                       // only one of two reports has rows with and without infrastructure for one tenant
)

// Days says which days the figures are from, if a file has several.
type Days struct {
	First, Last string
	How         DaysHow
	Incomplete  bool // groups don't add up to totals
}

// DaysHow says how the values of several days were combined.
type DaysHow int

// The ways to combine the values of several days.
const (
	LastDay DaysHow = iota
	DaysAdded
	GreatestDay
	AverageDay
)

// maxMixedUsages is how many usages with such rows get a MixedInfra warning of
// their own.
const maxMixedUsages = 5

// Warnings returns what users must know before they use the figures.
func (a *Answer) Warnings() []Warning {
	var w []Warning
	add := func(when bool, warning Warning) {
		if when {
			w = append(w, warning)
		}
	}
	sum, control, p := a.Summary, a.Control(), a.Report.Params()
	add(sum.Skipped > 0, Warning{Kind: RowsSkipped, Count: int(sum.Skipped), BadRows: sum.BadRows})
	add(sum.Counted == 0 && sum.Rows > 0, Warning{Kind: NothingCounted, Count: int(sum.LeftOut), Filtered: int(sum.Filtered)})
	for _, u := range a.Selection.Unmatched {
		add(true, Warning{Kind: CustomerUnmatched, Names: []string{u.Entry}, Exists: u.Exists})
	}
	w = append(w, unmatchedUsages(a.UnmatchedUsages)...)
	add(sum.LastDay != "", Warning{Kind: SeveralDays, Days: a.days()})
	switch {
	case sum.Control.Wholes != nil:
		add(true, a.ownRowDiffers())
	case control.Status == "differs":
		add(true, Warning{Kind: ControlDiffers, Count: control.Differing, Moved: a.moves()})
	}
	for _, other := range a.others {
		add(true, Warning{Kind: OtherReport, Sources: []Source{a.Source, other}, Names: []string{a.Subject, a.Name(other.Report.Params().TenantID)}})
	}
	usages := slices.Sorted(maps.Keys(sum.MixedInfra))
	for _, name := range usages[:min(len(usages), maxMixedUsages)] {
		add(true, Warning{Kind: MixedInfra, Names: []string{name}, Count: sum.MixedInfra[name]})
	}
	add(len(usages) > maxMixedUsages, Warning{Kind: MoreMixedInfra, Count: len(usages) - maxMixedUsages})
	add(sum.Merged[usage.ByInfra] > 0, Warning{Kind: InfraMerged})
	add(a.names.infraRefused, Warning{Kind: NamesRefused, Names: []string{"storages"}})
	add(a.names.applicationsRefused, Warning{Kind: NamesRefused, Names: []string{"applications"}})
	add(a.Damaged != nil, Warning{Kind: PassedDamaged, Source: a.Source, Names: []string{a.Subject}})
	units := a.Catalogue.UnitSources(sum.Totals)
	add(a.Catalogue.refused && (units.Table != nil || units.Unknown != nil), Warning{Kind: UnitsRefused, Names: slices.Concat(units.Table, units.Unknown)})
	if p.Kind != "usage_current" {
		early := a.MadeEarly()
		add(early, Warning{Kind: MadeEarly, Source: a.Source})
		add(!early && a.MadeBeforeDue(), Warning{Kind: MadeBeforeDue, Source: a.Source})
	}
	unclear := a.unclear()
	add(unclear != nil, Warning{Kind: UnclearUsages, Names: unclear})
	for _, c := range a.Checks {
		add(len(c.Differing) > 0, Warning{Kind: CheckDiffers, Check: c})
	}
	add(a.notCompared != nil, Warning{Kind: NotCompared, Err: a.notCompared})
	dated, suspended := a.modes()
	add(dated != nil, Warning{Kind: InProductionInside, Dated: dated})
	add(suspended != nil, Warning{Kind: SuspendedTenants, Names: suspended})
	w = append(w, a.aboutWanted()...)
	add(a.Report.Schedules().Type == "monthly", Warning{Kind: NewestOfMonthly})
	add(p.Kind == "usage_current", Warning{Kind: RunningPeriod})
	partners := a.wholePartners(a.shows)
	add(a.ByMonth && partners > 0, Warning{Kind: PartnersAsWhole, Count: partners})
	add(a.movedHere != nil, Warning{Kind: MovedHere, Names: a.movedHere})
	w = append(w, a.Selection.warnings(a.observed)...)
	left := a.notLookedUp()
	add(left > 0 || a.Selection.partial() && a.Selection.mayGain(), Warning{Kind: NotLookedUp, Count: left})
	return w
}

// days returns which days the figures are from.
func (a *Answer) days() Days {
	d := Days{First: a.Summary.FirstDay, Last: a.Summary.LastDay, Incomplete: !a.AddsUp()}
	switch {
	case a.Measure == Change:
		d.How = DaysAdded
	case a.Measure == Peak:
		d.How = GreatestDay
	case a.Measure == Average:
		d.How = AverageDay
	}
	return d
}
