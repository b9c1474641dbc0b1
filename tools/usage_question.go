package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"
	"github.com/mark3labs/mcp-go/mcp"

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
	subject string // its name
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
		By: q.keys(), OverDays: string(q.OverDays), Place: sel.place,
		Usages: asWritten(q.Usages), Editions: asWritten(q.Editions), Applications: asWritten(q.Applications),
	}
	summary, sum, err := s.summarize(ctx, from, query)
	if err == nil && sel.learn(summary.Tenants) {
		summary, sum, err = s.summarize(ctx, from, query)
	}
	switch {
	case errors.Is(err, usage.ErrNoSKU) && parametersOf(from.report).ShowSKUs:
		return nil, noSKUs
	case errors.Is(err, usage.ErrNoSKU):
		return nil, refused("This report has no SKUs: it was made without show_skus. prepare_months makes reports with them.")
	case errors.Is(err, usage.ErrOverDays):
		return nil, refused("This report has a row a day, and what is there on several days can't be added. Give group_by day, or over_days: last, max or average.")
	case errors.Is(err, usage.ErrNoDay):
		return nil, refused("Days were asked for, and no column of this report tells the day.")
	case err != nil:
		return nil, err
	}
	return &answer{from, q, summary, sum, sel, u, s.nameOf(ctx, sel.subject)}, nil
}

// noSKUs is a report that was made with show_skus, in vain.
const noSKUs refused = "This report was made with show_skus, and its file has no column of SKUs all the same: the vendor doesn't show them to every partner. " +
	"Making it anew won't help: group by other keys."

// daily reports whether sums are of several days.
func (a *answer) daily() bool {
	kind := parametersOf(a.report).Kind
	return kind == "usage_daily" || kind == "usage_breakdown" || slices.Contains(a.GroupBy, "day")
}

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
	shaped := amount{Value: value.String(), Unit: clean(string(unit)), Reading: usage.Reading(value, unit, g.Usage)}
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

// keys names a group, with ids where they are asked for or the name is unknown.
func (a *answer) keys(g usage.Group, ids bool) keys {
	k := keys{
		Usage: clean(g.Usage), Application: clean(g.Application), Edition: clean(g.Edition),
		Infra: clean(g.Backend), SKU: clean(g.SKU), Day: clean(g.Day), NoInfra: g.NoInfra,
		Tenant: a.name(g.Tenant), Owner: a.name(g.Owner),
	}
	if ids {
		k.TenantID, k.OwnerID = clean(g.Tenant), clean(g.Owner)
	}
	return k
}

// name is a tenant's name now, else as the file has it, else its id.
func (a *answer) name(id string) string {
	t, _ := a.sel.find(id)
	return clean(cmp.Or(t.Name, a.summary.Names[id], id))
}

// nameOf is a tenant's name, or its id if it can't be had.
func (s *service) nameOf(ctx context.Context, id string) string {
	if t, err := s.tree(ctx, freshFor); err == nil {
		return clean(cmp.Or(t.byID[id].Name, id))
	}
	return clean(id)
}

// proof tells where figures come from and what speaks for or against them.
type proof struct {
	DataCentre     string        `json:"data_centre"`
	ReportID       string        `json:"report_id"`
	StoredReportID string        `json:"stored_report_id"`
	SHA256         string        `json:"sha256"`
	Created        string        `json:"created"`
	Kind           string        `json:"kind"`
	Level          string        `json:"level"`
	Subject        string        `json:"subject"`
	Period         string        `json:"period" jsonschema_description:"UTC"`
	Selection      string        `json:"selection" jsonschema_description:"Whose rows are added up"`
	Rows           int64         `json:"rows"`
	Skipped        int64         `json:"skipped" jsonschema_description:"Unreadable rows"`
	LeftOut        int64         `json:"left_out"`
	Units          string        `json:"units"`
	Merged         []string      `json:"merged,omitempty"`
	Control        controlTotals `json:"control" jsonschema_description:"Subject's own rows against the sum of its children"`
	Warnings       []string      `json:"warnings" jsonschema_description:"Quote them"`
}

// link leads to the stored report.
func (p proof) link() mcp.ResourceLink {
	return mcp.NewResourceLink("acronis://reports/"+p.ReportID+"/stored/"+p.StoredReportID, "stored report "+p.StoredReportID,
		"The whole file, up to 1 MiB", "text/csv")
}

type controlTotals struct {
	Status      string   `json:"status" jsonschema_description:"reconciled, differs or cannot check"`
	Why         string   `json:"why,omitempty"`
	Sums        int      `json:"sums,omitempty"`
	Differing   int      `json:"differing,omitempty"`
	Differences []string `json:"differences,omitempty"`
}

// proof is the proof of an answer; it is made after all groups were shaped.
func (a *answer) proof(s *service) proof {
	p, sum := parametersOf(a.report), a.summary
	return proof{
		DataCentre: s.DataCentre, ReportID: clean(a.report.ID), StoredReportID: clean(a.stored.ID), SHA256: a.sum, Created: clean(a.stored.CreatedAt),
		Kind: clean(p.Kind), Level: clean(p.Level), Subject: a.subject, Period: a.bounds(),
		Selection: a.sel.rule(), Rows: sum.Rows, Skipped: sum.Skipped, LeftOut: sum.LeftOut + sum.Filtered,
		Units: a.units.source(), Merged: a.merged(), Control: a.control(), Warnings: a.warnings(),
	}
}

// bounds are the instants that the figures belong to.
func (a *answer) bounds() string {
	p := parametersOf(a.report)
	first, last := clean(cmp.Or(p.Period.Start, "?")), clean(cmp.Or(p.Period.End, "?"))
	switch {
	case p.Kind == "usage_summary":
		// Whether the first day is inside delta, the vendor's guide leaves open.
		return fmt.Sprintf("%s to %s: absolute as of %sT23:59:59Z, delta the change since the first day", first, last, last)
	case p.Kind == "usage_current":
		return "the day before it was created; each tenant in its own billing period"
	}
	return fmt.Sprintf("%sT00:00:00Z to %sT23:59:59Z", first, last)
}

// merged names what was added together although it may have different prices.
func (a *answer) merged() []string {
	var words []string
	for _, key := range []usage.Key{usage.ByApplication, usage.ByEdition, usage.ByInfra, usage.BySKU} {
		if n := a.summary.Merged[key]; n > 1 {
			words = append(words, fmt.Sprintf("%s: up to %d within a usage", key, n))
		}
	}
	return words
}

func (a *answer) control() controlTotals {
	c := a.summary.Control
	if a.sel.itself(a.summary.Tenants) {
		c.Why = "the subject's own rows are what is added up"
	}
	if c.Status == "differs" && a.sel.level == "all_partners" {
		c = usage.Control{Status: "cannot check", Why: "the subject's own rows have its direct customers too, whom this level leaves out"}
	}
	shaped := controlTotals{Status: c.Status, Why: c.Why, Sums: c.Compared, Differing: c.Differing}
	for _, d := range c.Differences {
		shaped.Differences = append(shaped.Differences, clean(fmt.Sprintf("%s %s %s %s, %s.%s: subject %s, children %s",
			d.Usage, d.Edition, d.Backend, d.InfraID, d.Measure, d.Scope, d.Subject, d.Children)))
	}
	return shaped
}

// warnings are what the person must know before using the figures.
func (a *answer) warnings() []string {
	w := []string{}
	sum := a.summary
	if sum.Skipped > 0 {
		text := fmt.Sprintf("%d rows could not be read and are in no sum:", sum.Skipped)
		for _, bad := range sum.BadRows {
			text += fmt.Sprintf(" line %d: %s;", bad.Line, clean(bad.Problem))
		}
		w = append(w, text)
	}
	if sum.Counted == 0 {
		w = append(w, fmt.Sprintf("No row is in the sums, which is not to say that nothing was used: %d rows were left out by tenant, %d by usage, edition or application.", sum.LeftOut, sum.Filtered))
	}
	if a.daily() && a.OverDays == "average" {
		w = append(w, "Averages are over the days that the file has, and whole: halves are rounded up.")
	}
	if a.control().Status == "differs" {
		w = append(w, fmt.Sprintf("The control totals differ in %d sums: check before billing.", sum.Control.Differing))
	}
	mixed := slices.Sorted(maps.Keys(sum.MixedInfra))
	for _, name := range mixed[:min(len(mixed), 5)] {
		w = append(w, fmt.Sprintf("%s has rows with and without infrastructure in %d tenants: those without (no_infra) may repeat the others and are not added to them.", clean(name), sum.MixedInfra[name]))
	}
	if more := len(mixed) - 5; more > 0 {
		w = append(w, fmt.Sprintf("%d more usages have rows with and without infrastructure, kept apart likewise.", more))
	}
	if a.summary.Merged[usage.ByInfra] > 1 {
		w = append(w, "Infrastructures are merged within a usage: storage whose owner is a partner has another price. Group by infra to keep it apart.")
	}
	p := parametersOf(a.report)
	if p.Kind != "usage_current" && early(p.Period.End, a.stored) {
		w = append(w, "This file was made before its period was over: figures of the last day, or of more, are missing. Not for billing.")
	}
	if scheduleOf(a.report).Type == "monthly" {
		w = append(w, "This is the newest file of a monthly report, which has one for each month: created tells which, period may not.")
	}
	if p.Kind == "usage_current" {
		w = append(w, "usage_current is not for billing: each tenant is inside its own billing period. Use prepare_months.")
	}
	return append(w, a.sel.warnings(sum.Tenants, a.name)...)
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
	id, err := s.tenant(ctx, tenant)
	if err != nil {
		return source{}, err
	}
	return s.sourceFor(ctx, id, month, nil)
}
