// Package usage reads what is inside a stored report and adds it up exactly.
//
//	s, err := usage.Summarize(ctx, file, usage.Query{
//		Kind:  "usage_summary",
//		By:     []usage.Key{usage.ByOfferingItem, usage.ByInfra},
//		RoleOf: func(id, kind string) usage.Role { return usage.Role{Counted: kind == "customer"} },
//	})
//
// The file is of format csv_v2_0, in gzip or not. It is read as a stream: what is kept of it are the sums and
// the tenants' ids and names.
package usage

// A Key is something that sums are kept apart by, beside the usage itself.
type Key string

// The keys.
const (
	ByTenant       Key = "tenant"
	ByOfferingItem Key = "offering_item" // the name that the file has
	ByApplication  Key = "application"
	ByEdition      Key = "edition"
	ByInfra        Key = "infra" // infra.id: two storages of one backend and owner are two
	ByBackend      Key = "backend"
	ByOwner        Key = "owner" // of the infrastructure
	BySKU          Key = "sku"
	ByDay          Key = "day"
)

// A Role says what the rows of a tenant are to a sum.
type Role struct {
	Counted bool // they are added up
	Child   bool // they are on the children's side of the control totals
	Subject bool // they are on the subject's side of the control totals
}

// A Tenant is one that a file has rows of.
type Tenant struct {
	ID, Kind string // as the file has them
	Role     Role
}

// A Query says what to add up.
type Query struct {
	Kind string // of the report; usage_daily and usage_breakdown have a row a day
	By   []Key  // what to keep apart beside the usage

	// OverDays is what becomes of the absolute values of several days, which are never added: last, max or
	// average (rounded to whole base units) of the sums of each day of the file. Kinds with a row a day need
	// it unless ByDay keeps days apart, and so does a usage_summary with several days in a column called date
	// or day; with ByDay it is for Totals alone, and last if it is "".
	OverDays string

	// RoleOf is asked once for each tenant of the file.
	RoleOf func(tenantID, tenantKind string) Role

	// UsageOf is the usage name of an offering item, which covers all editions, given the file's name and
	// edition. It is asked once for each combination of keys; nil means what [NameOf] says.
	UsageOf func(item, edition string) string

	// Usages, Editions and Applications leave only rows that fit one of them; * stands for any text, and
	// case doesn't matter. Usages are usage names or offering items. Empty leaves all. Control is not filtered.
	Usages, Editions, Applications []string

	// MaxUnpacked is the most bytes that a file may unpack to; 0 means 8 GiB.
	MaxUnpacked int64

	// MaxKept is the most that is kept of a file: groups (of each day, where days are told apart), tenants,
	// control sums and combinations of keys, together; 0 means 6 million.
	MaxKept int
}

// A Group is rows that have all keys in common. Fields that are no keys are "".
type Group struct {
	Usage        string // always a key: usage name, see Query.UsageOf
	Tenant       string // id
	OfferingItem string // the file's name
	Application  string // id
	Edition      string
	Infra        string // infra.id
	Backend      string // infra.backend_type
	Owner        string // infra.owner_id
	SKU          string
	Day          string // YYYY-MM-DD

	// NoInfra are rows without infra.* beside rows with it of the same tenant and usage. They are
	// never added to those.
	NoInfra bool

	Absolute, Delta Amounts
}

// Amounts are the three scopes of a measure, in base units.
type Amounts struct{ Production, Trial, Total Decimal }

// Of is the amounts of a measure: absolute or delta.
func (g Group) Of(measure string) Amounts {
	if measure == "delta" {
		return g.Delta
	}
	return g.Absolute
}

// In is the amount of a scope: production, trial or total.
func (a Amounts) In(scope string) Decimal {
	switch scope {
	case "production":
		return a.Production
	case "trial":
		return a.Trial
	}
	return a.Total
}

// A Summary is what a file adds up to.
type Summary struct {
	Groups []Group // in the order of their keys, tenants first
	Totals []Group // by usage and NoInfra alone

	Control Control

	Rows     int64    // read, the header not counted: the sum of the four below
	Counted  int64    // added up in Groups and Totals
	Skipped  int64    // that are bad
	LeftOut  int64    // neither bad nor Counted by RoleOf, those for Control alone included
	Filtered int64    // by Usages, Editions and Applications
	BadRows  []BadRow // the first five

	// Merged has, for each key that sums aren't kept apart by, tenant and day aside, in how many groups
	// different values of it were added together.
	Merged map[Key]int

	Infras []Infra // all that counted rows name, in the order of their ids

	// MixedInfra has the usages with rows with infra.* and without in one tenant, and in how many tenants.
	// Of all others, rows with and without are added together.
	MixedInfra map[string]int

	Names   map[string]string // tenant.id to tenant.name, of counted tenants, where the file has that column
	Tenants []Tenant          // all that have rows, in the order of their first

	Unpacked int64 // bytes of the file, out of gzip

	FirstDay, LastDay string // of all rows, where it was about days
	Rounded           bool   // whether averages over days were
}

// An Infra is an infrastructure, such as a storage, as rows name it.
type Infra struct{ ID, Backend, Owner string }

// A BadRow is a row that was not counted because of what is in it.
type BadRow struct {
	Line    int64 // of the file, from 1
	Problem string
}

// Control compares the subject's own rows with the sum of its children, by usage, edition and
// infrastructure, each in six sums; those of several days are added up.
type Control struct {
	Status      string // reconciled, differs or cannot check
	Why         string // of cannot check
	Compared    int    // sums compared
	Differences []Difference
	Differing   int // how many sums differ; Differences has the largest five, in relation to the greater side
}

// A Difference is a sum of which the file has two.
type Difference struct {
	Usage, Edition, InfraID, Backend, Owner string
	Measure, Scope                          string // absolute or delta; production, trial or total
	Subject, Children                       Decimal
}
