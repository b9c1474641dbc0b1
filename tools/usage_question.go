package tools

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/usage"
)

// usageQuestion is what can be asked of the figures in a report.
type usageQuestion struct {
	GroupBy      []groupKey `json:"group_by,omitempty" jsonschema_description:"Beside usage, always a key; default edition, infra (backend, owner)"`
	Measure      measure    `json:"measure,omitempty" jsonschema_description:"Default absolute: at the end; delta: change"`
	Scope        scope      `json:"scope,omitempty" jsonschema_description:"Default production"`
	OverDays     overDays   `json:"over_days,omitempty" jsonschema_description:"Of daily kinds"`
	Customers    []string   `json:"customers,omitempty" jsonschema_description:"Names (* allowed) or UUIDs"`
	Usages       []string   `json:"usages,omitempty" jsonschema_description:"* allowed"`
	Editions     []string   `json:"editions,omitempty"`
	Applications []string   `json:"applications,omitempty"`
}

// askedAlike takes from a schema the words that the one of summarize_usage has:
// a model reads them once.
func askedAlike(s *jsonschema.Schema) {
	words := reflect.TypeFor[summarizeUsageIn]()
	for _, in := range []reflect.Type{words, reflect.TypeFor[usageQuestion]()} {
		for i := range in.NumField() {
			name, _, _ := strings.Cut(in.Field(i).Tag.Get("json"), ",")
			if property, ok := s.Properties.Get(name); ok {
				property.Description = ""
			}
		}
	}
}

// An answer is what a report says to a question, before it is shaped.
type answer struct {
	source
	usageQuestion
	summary *usage.Summary
	sum     string // sha256 of the file
	sel     *selection
	units   *units
	subject string          // its name
	twins   map[string]bool // names that several tenants have
}

// ask puts a question to a source.
func (s *service) ask(ctx context.Context, from source, q usageQuestion) (*answer, error) {
	q.Measure, q.Scope = cmp.Or(q.Measure, "absolute"), cmp.Or(q.Scope, "production")
	sel, err := s.selection(ctx, from, q.Customers)
	if err != nil {
		return nil, err
	}
	u, err := s.units(ctx, sel.subject)
	if err != nil {
		return nil, err
	}
	query := usage.Query{
		By: q.keys(), OverDays: string(q.OverDays), RoleOf: sel.place,
		Usages: q.Usages, Editions: q.Editions, Applications: q.Applications,
	}
	summary, sum, err := s.summarize(ctx, from, query)
	if err == nil && sel.learn(summary.Tenants) {
		summary, sum, err = s.summarize(ctx, from, query)
	}
	switch {
	case errors.Is(err, usage.ErrNoSKU) && from.report.Params().ShowSKUs:
		return nil, noSKUs
	case errors.Is(err, usage.ErrNoSKU):
		return nil, refused("This report has no SKUs: it was made without show_skus. prepare_months makes reports with them.")
	case errors.Is(err, usage.ErrOverDays):
		return nil, refused("This report has a row a day, and what is there on several days can't be added. Give group_by day, or over_days: last, max or average.")
	case errors.Is(err, usage.ErrTooMuch):
		return nil, refused("This report has more tenants and groups than this server adds up at once. Group by less, or filter by customers or usages.")
	case errors.Is(err, usage.ErrNoDay):
		return nil, refused("Days were asked for, and " + err.Error() + ".")
	case err != nil:
		return nil, err
	}
	if err := u.mixedUnit(summary.Totals); err != nil {
		return nil, err
	}
	subject, _ := sel.find(sel.subject)
	a := &answer{from, q, summary, sum, sel, u, escape.Text(cmp.Or(subject.Name, sel.subject)), nil}
	a.findTwins()
	return a, nil
}

// noSKUs is a report that was made with show_skus, in vain.
const noSKUs refused = "This report was made with show_skus, and its file has no column of SKUs all the same: the vendor doesn't show them to every partner. " +
	"Making it anew won't help: group by other keys."

// keys are the keys to group by.
func (q usageQuestion) keys() []usage.Key {
	if q.GroupBy == nil {
		return []usage.Key{usage.ByEdition, usage.ByInfra}
	}
	var keys []usage.Key
	for _, k := range q.GroupBy {
		if k != "usage" && !slices.Contains(keys, usage.Key(k)) {
			keys = append(keys, usage.Key(k))
		}
	}
	return keys
}

// amount is a sum as results show it.
type amount struct {
	Value        string         `json:"value" jsonschema_description:"Exact"`
	Unit         string         `json:"unit"`
	Reading      string         `json:"reading,omitempty" jsonschema_description:"Rounded"`
	Trial        string         `json:"trial,omitempty" jsonschema_description:"Of tenants on trial, not in value"`
	TrialReading string         `json:"trial_reading,omitempty"`
	Points       *computePoints `json:"compute_points,omitempty"`
}

// computePoints are both measures of compute points, rounded.
type computePoints struct {
	Absolute string `json:"absolute"`
	Delta    string `json:"delta"`
}

// of picks the wanted measure and scope.
func (q usageQuestion) of(g usage.Group) usage.Decimal {
	return g.Of(string(q.Measure)).In(string(q.Scope))
}

// amount shapes a sum, of one measure.
func (a *answer) amount(g usage.Group, of measure) amount {
	amounts := g.Of(string(of))
	unit, value := a.units.of(g.Usage), amounts.In(string(a.Scope))
	shaped := amount{Value: value.String(), Unit: escape.Shorten(escape.Text(string(unit))), Reading: usage.Reading(value, unit, g.Usage)}
	if trial := amounts.Trial; a.Scope == "production" && !trial.IsZero() {
		shaped.Trial, shaped.TrialReading = trial.String(), usage.Reading(trial, unit, g.Usage)
	}
	if usage.IsComputePoints(g.Usage) {
		points := func(of usage.Amounts) string {
			reading, _, _ := strings.Cut(usage.Reading(of.In(string(a.Scope)), unit, g.Usage), " ")
			return reading
		}
		if both := (computePoints{points(g.Absolute), points(g.Delta)}); both.Absolute != "" { // "" where they aren't in seconds
			shaped.Points = &both
		}
	}
	return shaped
}

// keys are what a group is about, as results show it.
type keys struct {
	Tenant      string `json:"tenant,omitempty"`
	TenantID    string `json:"tenant_id,omitempty"`
	Usage       string `json:"usage"`
	Application string `json:"application,omitempty"`
	Edition     string `json:"edition,omitempty"`
	Infra       string `json:"infra,omitempty" jsonschema_description:"Backend type"`
	Owner       string `json:"owner,omitempty" jsonschema_description:"Of the infrastructure"`
	OwnerID     string `json:"owner_id,omitempty"`
	SKU         string `json:"sku,omitempty"`
	Day         string `json:"day,omitempty"`
	NoInfra     bool   `json:"no_infra,omitempty" jsonschema_description:"Rows that name no infrastructure; see warnings"`
}

// findTwins notes the names that several of the tenants added up have.
func (a *answer) findTwins() {
	names := map[string]bool{} // whether there is another
	for _, t := range a.summary.Tenants {
		if t.Role.Counted {
			name := a.name(t.ID)
			_, again := names[name]
			names[name] = again
		}
	}
	maps.DeleteFunc(names, func(_ string, twin bool) bool { return !twin })
	a.twins = names
}

// keys names a group, with ids where they are asked for, and the tenant's where
// another has its name.
func (a *answer) keys(g usage.Group, ids bool) keys {
	k := keys{
		Usage: escape.Text(g.Usage), Application: escape.Text(g.Application), Edition: escape.Text(g.Edition),
		Infra: escape.Text(g.Backend), SKU: escape.Text(g.SKU), Day: escape.Text(g.Day), NoInfra: g.NoInfra,
		Tenant: a.name(g.Tenant), Owner: a.name(g.Owner),
	}
	if ids || a.twins[k.Tenant] {
		k.TenantID = escape.Text(g.Tenant)
	}
	if ids {
		k.OwnerID = escape.Text(g.Owner)
	}
	return k
}

// cut shortens what may be of any length in a file or of a tenant.
func (k keys) cut() keys {
	for _, text := range []*string{&k.Tenant, &k.TenantID, &k.Usage, &k.Application, &k.Edition, &k.Infra, &k.Owner, &k.OwnerID, &k.SKU, &k.Day} {
		*text = escape.ShortenTo(*text, mostOfName)
	}
	return k
}

// mostOfName is how many characters of a name results show.
const mostOfName = 200

// name is a tenant's name now, else as the file has it, else its id.
func (a *answer) name(id string) string {
	t, _ := a.sel.find(id)
	return escape.Text(cmp.Or(t.Name, a.summary.Names[id], id))
}

// reportOrMonth is which report is asked: by id, or by whom and when.
func (s *service) reportOrMonth(ctx context.Context, reportID uuid, tenant, month string) (source, error) {
	switch {
	case reportID != "" && (tenant != "" || month != ""):
		return source{}, refused("Give either report_id, or tenant and month.")
	case reportID != "":
		return s.sourceOf(ctx, string(reportID))
	case month == "":
		return source{}, refused("Which report? Give report_id, or month (and tenant, default the own).")
	}
	id, err := s.tenants.Resolve(ctx, tenant)
	if err != nil {
		return source{}, err
	}
	return s.sourceFor(ctx, id, month, nil)
}
