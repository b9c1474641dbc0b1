// Package usage adds up the rows of a stored report exactly.
//
// [Summarize] reads a file in the format csv_v2_0 once, as a stream, and keeps only the sums and the tenants' ids and
// names. A row says how much of one offering item a tenant used. The rows of a partner contain what its customers
// used, and are rows of the same file, so adding up all rows would count most usage several times. Therefore the
// caller gives each tenant a [Role], and the sums of the subject are compared with the sums of its children.
//
// Numbers are [Decimal], never floating point. [Names] knows the offering items and their units, which a report
// doesn't contain.
package usage

import "io"

// A Key is a property of rows by which sums can be grouped, in addition to the usage.
type Key string

// The keys.
const (
	ByTenant       Key = "tenant"
	ByOfferingItem Key = "offering_item" // the name that the file has
	ByApplication  Key = "application"
	ByEdition      Key = "edition"
	ByInfra        Key = "infra" // infra.id; storages with the same backend type and owner are different
	ByBackend      Key = "backend"
	ByOwner        Key = "owner" // of the infrastructure
	BySKU          Key = "sku"
	ByDay          Key = "day"
)

// A Role says how the rows of a tenant are used.
type Role struct {
	Counted bool // they are added up in Groups and Totals
	Child   bool // they are added up on the children's side of the control totals
	Subject bool // they are added up on the subject's side of the control totals

	// Whole is the id of the tenant whose own rows should contain these, which are its own or of a tenant below it.
	// What its own rows have beside the counted rows, for usages of which it has rows, is a group of its own, which is
	// NotBelow. Control totals are compared for each whole. "" means none.
	Whole string

	// Partner is the id of the partner that the tenant is directly below, and whose own rows should contain these.
	// IsPartner compares a partner's own rows with those of the tenants whose Partner it is. See Summary.Between.
	Partner   string
	IsPartner bool

	// MayHaveMoved marks a tenant that may have been below another one than now. See Summary.Moves.
	MayHaveMoved bool
}

// A Tenant is a tenant that has rows in a file.
type Tenant struct {
	ID, Kind string // as in the file
	Role     Role
}

// An Item is what rows measure: an offering item in an edition, and the usage name that covers all editions.
type Item struct{ Usage, OfferingItem, Edition string }

// A Query says what to add up.
type Query struct {
	Kind string // of the report; usage_daily and usage_breakdown have a row a day
	By   []Key  // how to group sums, in addition to the usage

	// OverDays says how to combine the absolute values of several days, which are never added: the last, max
	// or average of the sums of the days; the average is rounded to whole base units. It is required for a
	// report kind with a row a day, and for a usage_summary with several days in a column called date or day,
	// unless the query is by day. Then it is used for Totals only, and "" means last.
	OverDays string

	// RoleOf returns the role of a tenant. It is called once for each tenant of the file.
	RoleOf func(tenantID, tenantKind string) Role

	// UsageOf returns the usage name, which is the same for all editions, of a name and an edition in the file.
	// It is called at least once for each combination of keys. Nil means [NameOf].
	UsageOf func(item, edition string) string

	// Wants reports whether rows of an item are added up; nil adds up all. Control totals are not filtered.
	Wants func(Item) bool

	// Record gets the rows in another form, which [Record.Summarize] reads several times as fast. nil records nothing.
	Record io.Writer

	// Beside are other ways to add up the rows of counted tenants, with the same OverDays. See Summary.Beside.
	Beside []Part

	// EachRow is called for each row, in the order of the file. The rows aren't added up. An error ends the reading. Nil
	// means that nobody needs the rows.
	EachRow func(*Row) error

	// Measure and Scope say which values matter for Merged; see Group.Of. "" means all.
	Measure, Scope string

	// ZerosHidden says that the report leaves out rows of zeros, so that a missing row of a whole is 0.
	ZerosHidden bool

	// Texts keeps the tenants' ids and names; nil keeps those of this file alone. Queries of several files whose
	// results are needed together should share one.
	Texts *Texts

	// MaxUnpacked limits the unpacked bytes of a file; 0 means 8 GiB.
	MaxUnpacked int64

	// MaxKept limits what is kept in memory: the number of groups (on each day, if the file has several),
	// tenants, control sums and combinations of keys together; 0 means 6 million.
	MaxKept int
}

// A Group is the sum of the rows that have the same keys. Fields that the query isn't by are "".
type Group struct {
	Usage        string // always a key: usage name, see Query.UsageOf
	Tenant       string // id
	OfferingItem string // the column name of the file
	Application  string // id
	Edition      string
	Infra        string // infra.id
	Backend      string // infra.backend_type
	Owner        string // infra.owner_id
	SKU          string
	Day          string // YYYY-MM-DD

	// NoInfra marks the sum of rows without infra.*, if a tenant has rows with and without it of the same
	// usage. These two are never added together.
	NoInfra bool

	// NotBelow marks what the rows of a whole have beside the counted rows. Its Tenant is the whole. See Role.Whole.
	NotBelow bool

	Absolute, Delta Amounts
}

// Amounts are the three scopes of a measure, in base units.
type Amounts struct{ Production, Trial, Total Decimal }

// Of returns the amounts of a measure: Delta if that is a change, else Absolute.
func (g Group) Of(measure string) Amounts {
	if IsChange(measure, g.Usage) {
		return g.Delta
	}
	return g.Absolute
}

// IsChange reports whether a measure of a usage is the change during the period: it is for the measure change,
// and for compute points also for the measure billed.
func IsChange(measure, usage string) bool {
	return measure == "change" || measure == "billed" && IsComputePoints(usage)
}

// In returns the amount of a scope: production, trial or total.
func (a Amounts) In(scope string) Decimal {
	switch scope {
	case "production":
		return a.Production
	case "trial":
		return a.Trial
	}
	return a.Total
}

// A Summary is the result of adding up a file.
type Summary struct {
	Groups Groups  // in the order of their keys, tenants first
	Totals []Group // by usage and NoInfra alone

	Record *Record // nil if the file wasn't recorded, or can't be

	Beside []Groups // of Query.Beside; without NotBelow groups, and with rows without infra.* apart

	Control Control
	Moves   []Move // what explains differences of the control totals

	// PartnersEqual says of partners that have rows whether these equal those of the tenants directly below, and
	// Between what explains the differences of those that don't. See Role.Partner.
	PartnersEqual map[string]bool
	Between       []Move

	// Rows is the number of rows, without the header. It is the sum of the four below.
	Rows     int64
	Counted  int64    // added up in Groups and Totals
	Skipped  int64    // because they are bad
	LeftOut  int64    // because their tenant isn't Counted; they may be part of Control
	Filtered int64    // because their item isn't wanted
	BadRows  []BadRow // the first five

	// Items are those of rows of wholes and of tenants that are Counted, wanted or not, in the order of the file.
	Items []Item

	// Merged has, for each key that the query isn't by, other than tenant and day, the number of groups in
	// which rows with different values of it were added together. Rows of zeros don't count.
	Merged map[Key]int

	Infras []Infra // those of counted rows and of wholes, in the order of their ids

	// MixedInfra has the usages of which some tenant has rows with infra.* and rows without, and the number of
	// such tenants. Rows of all other usages are added together whether they have infra.* or not.
	MixedInfra map[string]int

	Tenants FileTenants // all that have rows

	Reserved int64 // bytes of memory that are reserved for it; see [memory.Reserve]
	Unpacked int64 // size of the file in bytes, unpacked

	FirstDay, LastDay string // of all rows, if days were kept apart or combined
	Rounded           bool   // whether an average over days was rounded
}

// An Infra is an infrastructure component, such as a storage, as in the rows.
type Infra struct{ ID, Backend, Owner string }

// A BadRow is a row that was skipped because something in it is invalid.
type BadRow struct {
	Line    int64 // line of the file, from 1
	Problem string
}

// Control compares the rows of the subject with the sum of the rows of its children, by usage, edition and
// infrastructure, six sums each. Rows of several days are added up.
type Control struct {
	Status      string // reconciled, differs or cannot check
	Why         string // why it cannot be checked
	Compared    int    // number of sums compared
	Differences []Difference
	Differing   int      // number of sums that differ; Differences has the largest five, relative to the greater side
	Wholes      []string // ids of wholes of which sums differ; see Role.Whole
}

// A Difference is a pair of sums that should be equal.
type Difference struct {
	Usage, Edition, InfraID, Backend, Owner string
	Measure, Scope                          string // absolute or delta; production, trial or total
	Subject, Children                       Decimal
	Whole                                   string // id of the tenant compared, see Role.Whole; "" is the subject of the report
}

// A Move is a tenant whose numbers are just what makes the control totals differ: the subject's own rows, or those of a
// whole, contain them although it isn't among the children, or it is and they don't. That it moved is inferred.
type Move struct {
	Tenant string // id
	Whole  string // see Role.Whole, or the partner of Summary.Between; "" is the subject of the report
	Away   bool   // from below the whole, else to below it
}
