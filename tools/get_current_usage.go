package tools

import (
	"context"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

type currentFilter struct {
	Tenant string   `json:"tenant,omitempty" jsonschema_description:"Name, tag or UUID; default: your own tenant"`
	Usages []string `json:"usages,omitempty" jsonschema_description:"Names, offering items or labels; * is any text"`
}

type getCurrentUsageIn struct {
	currentFilter
	paging
}

type getCurrentUsageOut struct {
	DataCentre string          `json:"data_centre"`
	Subject    string          `json:"subject"`
	ReadAt     string          `json:"read_at"`
	Age        string          `json:"age"`
	Measure    string          `json:"measure"`
	Scope      string          `json:"scope"`
	Warnings   []string        `json:"warnings" jsonschema_description:"Quote them to the user"`
	Matched    []figures.Match `json:"matched,omitempty" schema:"brief"`
	list[currentUsage]
}

type currentUsage struct {
	Usage        string `json:"usage"`
	Label        string `json:"label"`
	OfferingItem string `json:"offering_item,omitempty"`
	Infra        string `json:"infra,omitempty"`
	currentAmount
	Unit        string         `json:"unit"`
	Since       string         `json:"since,omitempty"`
	Inferred    bool           `json:"inferred,omitempty"`
	SwitchedOff bool           `json:"switched_off,omitempty"`
	Quota       *currentQuota  `json:"quota,omitempty" schema:"brief" jsonschema_description:"Unlimited if missing"`
	OverQuota   *currentAmount `json:"over_quota,omitempty" schema:"brief"`
	OverAllowed *currentAmount `json:"over_allowed,omitempty" schema:"brief"`
}

// currentAmount is an amount in the unit of its item.
type currentAmount struct {
	Value   string `json:"value,omitempty"`
	Reading string `json:"reading,omitempty"`
}

// currentQuota is how much a tenant may use.
type currentQuota struct {
	currentAmount
	Percent string         `json:"percent,omitempty"` // of it that is used
	Overage *currentAmount `json:"overage,omitempty"` // how much more it may use
}

var getCurrentUsage = tool[getCurrentUsageIn, getCurrentUsageOut]{
	name:        "get_current_usage",
	title:       "Get current usage",
	description: "Get what a tenant and the tenants below it use now, in the running period, with its own quotas. Not for billing: call prepare_months.",
	meta:        pictureMeta(),
	run:         runGetCurrentUsage,
}

const (
	// ageOfCurrent is all that is known: the API doesn't say when it updated them.
	ageOfCurrent     = "up to about 6 hours old when read: the vendor updates current usage every 5 to 6 hours, and the API does not say when it did"
	measureOfCurrent = "what there is now (absolute_value)"
	measureOfPoints  = "; of compute points what was used since the period began (value), which is inferred"
	scopeOfCurrent   = "all: the API does not tell what is on trial from the rest"
)

func runGetCurrentUsage(ctx context.Context, s *service, in getCurrentUsageIn) (getCurrentUsageOut, error) {
	none := getCurrentUsageOut{}
	tenant, err := s.tenants.Resolve(ctx, in.Tenant)
	if err != nil {
		return none, err
	}
	now, err := s.figures.Current(ctx, tenant, in.Usages)
	if err != nil {
		return none, err
	}
	id := func(i int) string { return now.Items[i].Key() }
	pg, err := in.page(len(now.Items), id, in.currentFilter)
	if err != nil {
		return none, err
	}
	out := getCurrentUsageOut{
		DataCentre: s.DataCentre, Subject: escape.ShortenTo(escape.Text(now.Tenant), figures.MaxName),
		ReadAt: now.ReadAt.Format(time.RFC3339), Age: ageOfCurrent, Measure: measureOfCurrent, Scope: scopeOfCurrent,
		Warnings: s.warningTexts(now.Warnings()), Matched: now.Matched,
	}
	if now.HasPoints() {
		out.Measure += measureOfPoints
	}
	items := []currentUsage{}
	for _, item := range now.Items[pg.from:pg.to] {
		items = append(items, shapeCurrent(item))
	}
	if items = fitting(items, maxAnswerBytes-sizeOf(out)); len(items) > 0 {
		pg = pg.shorten(len(items), id(pg.from+len(items)-1), in.currentFilter)
	}
	out.list = listOf(pg, items)
	out.Hint = "These values are not for billing: they are of the running period only. For whole months, call prepare_months."
	if !acronis.IsCustomer(now.Kind) {
		out.Hint += " Quotas are this tenant's own: to see whether a customer below exceeds its own, ask about that customer."
	}
	return out, nil
}

func shapeCurrent(c figures.CurrentItem) currentUsage {
	amount := func(d *usage.Decimal) *currentAmount {
		if d == nil {
			return nil
		}
		return &currentAmount{d.String(), c.Reading(*d)}
	}
	shown := currentUsage{
		Usage: name(c.Usage), Label: name(c.Label), OfferingItem: name(c.OfferingItem), Infra: name(c.Infra), Unit: name(string(c.Unit)),
		Since: name(c.Since), Inferred: usage.IsComputePoints(c.Usage), SwitchedOff: c.SwitchedOff,
		OverQuota: amount(c.OverQuota), OverAllowed: amount(c.OverAllowed),
	}
	if value := amount(c.Value); value != nil {
		shown.currentAmount = *value
	}
	if quota := amount(c.Quota); quota != nil {
		shown.Quota = &currentQuota{*quota, c.Percent(), amount(c.Overage)}
	}
	return shown
}

// name is a name of the data centre as results show it.
func name(text string) string { return escape.ShortenTo(escape.Text(text), figures.MaxName) }
