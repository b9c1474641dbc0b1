package figures

import (
	"cmp"
	"context"
	"maps"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// An Answer is the answer of one report to a question.
type Answer struct {
	Source
	Question
	Summary   *usage.Summary
	SHA256    string // of the file
	Selection *Selection
	Catalogue *Catalogue
	Subject   string // name of the tenant that the report is about
	Checks    []Check

	// Matched says what each entry of the filters matched.
	Matched         []Match
	UnmatchedUsages []Unmatched

	// Shown reports whether figures of a tenant are shown, so that warnings about single
	// tenants concern no others; nil means that all are.
	Shown func(id string) bool

	units       *usage.Summary // of an answer that is compared: the units of counted customers, nil if there are none
	observed    observed
	movedHere   []string // names; see Selection.movedHere
	names       *names
	others      []Source        // reports of the same period that may give other figures
	nearest     []string        // names instead of those of customers that match nothing
	notCompared error           // why the readings of the month before couldn't be read
	sharedNames map[string]bool // names that several of the counted tenants have; nil until it is used

	editions map[string]string // see editionOf; nil until it is used
}

// shows reports whether figures of a tenant are shown.
func (a *Answer) shows(id string) bool { return a.Shown == nil || a.Shown(id) }

func newAnswer(ctx context.Context, from Source, q Question, summary *usage.Summary, hash string, s *Selection, c *Catalogue) (*Answer, error) {
	a := &Answer{Source: from, Question: q, Summary: summary, SHA256: hash, Selection: s, Catalogue: c}
	subject, _ := s.Tree.Find(s.Subject)
	a.Subject = escape.Text(cmp.Or(subject.Name, s.Subject))
	return a, a.observe(ctx)
}

// observe compares the tenants that have rows with those in the tree.
func (a *Answer) observe(ctx context.Context) error {
	rows := interrupt.Seq(ctx, a.Summary.Tenants.All())
	a.observed = a.Selection.observe(rows, a.Name)
	a.movedHere = a.Selection.movedHere(ctx, rows, a.Report.Params().Period.End, a.Name)
	a.sharedNames = nil
	return ctx.Err()
}

// shared reports whether several of the counted tenants have a name, or may have
// it.
func (a *Answer) shared(name string) bool {
	if a.sharedNames == nil {
		a.sharedNames = map[string]bool{} // first all names, then only the shared ones
		for i := range a.Summary.Tenants.Len() {
			if t := a.Summary.Tenants.At(i); t.Role.Counted {
				name := a.nameAt(i, t.ID)
				_, shared := a.sharedNames[name]
				a.sharedNames[name] = shared
			}
		}
		maps.DeleteFunc(a.sharedNames, func(_ string, shared bool) bool { return !shared })
	}
	return a.sharedNames[name] || a.Selection.partial() && !a.Summary.Tenants.Named()
}

// Name returns the name of a tenant: the current one, else the one in the file,
// else the id.
func (a *Answer) Name(id string) string {
	t, _ := a.Selection.Tree.Find(id)
	if t.Name == "" && id != "" {
		t.Name = a.Summary.Tenants.Name(id)
	}
	return escape.Text(cmp.Or(t.Name, id))
}

// nameAt is Name for a tenant of the file, given its index.
func (a *Answer) nameAt(i int, id string) string {
	t, _ := a.Selection.Tree.Find(id)
	return escape.Text(cmp.Or(t.Name, a.Summary.Tenants.NameAt(i), id))
}

// A Sum is the sum of a group, as results show it.
type Sum struct {
	Keys
	Amount
}

// A Total is the sum of a usage over all groups.
type Total struct {
	Usage         string      `json:"usage"`
	Label         string      `json:"label"`
	NoInfra       bool        `json:"no_infra,omitempty"`
	Class         usage.Class `json:"class,omitempty"`
	ClassInferred bool        `json:"class_inferred,omitempty"`
	Amount
}

// totalOf returns the total of a usage, given its group in the totals.
func (a *Answer) totalOf(g usage.Group, amounts usage.Amounts) Total {
	k := a.Keys(g, false).Shorten()
	return Total{k.Usage, k.Label, k.NoInfra, k.Class, k.ClassInferred, a.amountOf(g.Usage, amounts)}
}

// Keys identify a group, as results show it: with names instead of ids, and
// with hidden characters escaped.
type Keys struct {
	Tenant        string      `json:"tenant,omitempty"`
	TenantID      string      `json:"tenant_id,omitempty"`
	InternalTag   string      `json:"internal_tag,omitempty"` // only if another tenant has the same name, as Parent
	Parent        string      `json:"parent,omitempty"`
	Usage         string      `json:"usage,omitempty" jsonschema_description:"Name in all editions"`
	Label         string      `json:"label,omitempty"`
	OfferingItem  string      `json:"offering_item,omitempty" jsonschema_description:"Name in one edition"`
	Edition       string      `json:"edition,omitempty"`
	Infra         string      `json:"infra,omitempty" jsonschema_description:"Storage"`
	InfraID       string      `json:"infra_id,omitempty"`
	Backend       string      `json:"backend,omitempty"`
	Owner         string      `json:"owner,omitempty" jsonschema_description:"Of the infrastructure"`
	OwnerKind     OwnerKind   `json:"owner_kind,omitempty" jsonschema_description:"vendor, own, reseller, above or unknown"`
	OwnerID       string      `json:"owner_id,omitempty"`
	Application   string      `json:"application,omitempty"`
	ApplicationID string      `json:"application_id,omitempty"`
	SKU           string      `json:"sku,omitempty"`
	Day           string      `json:"day,omitempty"`
	NoInfra       bool        `json:"no_infra,omitempty" jsonschema_description:"Rows without infrastructure; see warnings"`
	NotBelow      bool        `json:"not_in_rows_below,omitempty"`
	Class         usage.Class `json:"class,omitempty" jsonschema_description:"If not billable"`
	ClassInferred bool        `json:"class_inferred,omitempty"`
}

// An Amount is a sum with its unit.
type Amount struct {
	Value        string `json:"value" jsonschema_description:"Exact"`
	Unit         string `json:"unit"`
	Reading      string `json:"reading" jsonschema_description:"Rounded"`
	Trial        string `json:"trial,omitempty" jsonschema_description:"Of tenants on trial, not in value"`
	TrialReading string `json:"trial_reading,omitempty"`
}

// Keys returns the keys of a group for results. It includes ids if ids is set,
// and the tenant's id if another tenant has the same name.
func (a *Answer) Keys(g usage.Group, ids bool) Keys {
	k := Keys{
		Tenant: a.Name(g.Tenant), Usage: escape.Text(g.Usage), OfferingItem: escape.Text(g.OfferingItem),
		Edition: escape.Text(g.Edition), Infra: escape.Text(a.names.infraName(g.Infra)), Backend: escape.Text(g.Backend),
		Application: escape.Text(a.names.applicationName(g.Application)), SKU: escape.Text(g.SKU), Day: escape.Text(g.Day), NoInfra: g.NoInfra, NotBelow: g.NotBelow,
	}
	named := g
	if g.Edition == "" && NameOf(g).Edition != "" { // by the prefix, which another edition may have too
		named.Edition = a.editionOf(g.OfferingItem)
	}
	k.describe(named)
	if owner := a.names.owners[g.Owner]; g.Owner != "" {
		k.Owner, k.OwnerKind = escape.Text(owner.Name), owner.Kind
	}
	if shared := g.Tenant != "" && a.shared(k.Tenant); ids || shared {
		k.TenantID = escape.Text(g.Tenant)
		if shared {
			t, _ := a.Selection.Tree.Find(g.Tenant)
			k.InternalTag, k.Parent = escape.Text(t.InternalTag), escape.Text(a.Selection.Tree.ParentName(t))
		}
	}
	if ids {
		k.InfraID, k.OwnerID, k.ApplicationID = escape.Text(g.Infra), escape.Text(g.Owner), escape.Text(g.Application)
	}
	return k
}

// editionOf returns the edition of the rows of an offering item, or "" if they have several.
func (a *Answer) editionOf(offeringItem string) string {
	if a.editions == nil {
		a.editions = map[string]string{}
		for _, item := range a.Summary.Items {
			if other, known := a.editions[item.OfferingItem]; known && other != item.Edition {
				item.Edition = ""
			}
			a.editions[item.OfferingItem] = item.Edition
		}
	}
	return a.editions[offeringItem]
}

// describe returns the label of a usage, and its class if that isn't billable,
// from the table of names.
func (k *Keys) describe(g usage.Group) {
	name := NameOf(g)
	k.Label = escape.Text(name.UsageLabel)
	if g.OfferingItem != "" {
		k.Label = escape.Text(name.Label)
	}
	if name.Class != usage.Billable {
		k.Class, k.ClassInferred = name.Class, name.ClassInferred
	}
}

// NameOf returns what the table of names knows about the usage of a group.
func NameOf(g usage.Group) usage.Name {
	return usage.NameOf(cmp.Or(g.OfferingItem, g.Usage), g.Edition)
}

// MaxName is the largest number of characters of a name that results show.
const MaxName = 200

// Shorten shortens values that can have any length.
func (k Keys) Shorten() Keys {
	for _, text := range []*string{
		&k.Tenant, &k.TenantID, &k.Usage, &k.Label, &k.OfferingItem, &k.Edition, &k.Infra, &k.InfraID, &k.Backend,
		&k.Owner, &k.OwnerID, &k.Application, &k.ApplicationID, &k.SKU, &k.Day,
	} {
		*text = escape.ShortenTo(*text, MaxName)
	}
	return k
}

// Amount returns the sum of a group, by the measure of the question.
func (a *Answer) Amount(g usage.Group) Amount { return a.amountOf(g.Usage, g.Of(a.Measure)) }

// amountOf returns amounts of a usage as results show them.
func (a *Answer) amountOf(usageName string, amounts usage.Amounts) Amount {
	unit, value := a.Catalogue.Unit(usageName), amounts.In(a.Scope)
	shown := Amount{Value: value.String(), Unit: escape.Shorten(escape.Text(string(unit))), Reading: usage.Reading(value, unit, usageName)}
	if trial := amounts.Trial; a.Scope == "production" && !trial.IsZero() {
		shown.Trial, shown.TrialReading = trial.String(), usage.Reading(trial, unit, usageName)
	}
	return shown
}

// Sums returns the sums of groups, by the measure of the question.
func (a *Answer) Sums(groups []usage.Group, ids bool) []Sum {
	sums := make([]Sum, len(groups))
	for i, g := range groups {
		sums[i] = Sum{a.Keys(g, ids).Shorten(), a.Amount(g)}
	}
	return sums
}
