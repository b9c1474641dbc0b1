package figures

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// Current is the current usage of a tenant. The vendor updates it every 5 to 6
// hours, and the API doesn't say when it was updated last.
type Current struct {
	Tenant string // name, or id if the name isn't known
	Kind   string // of the tenant, or "" if it isn't known
	ReadAt time.Time
	Items  []CurrentItem

	Matched      []Match
	Unmatched    []Unmatched // entries of the filter
	InfraRefused bool        // the names of storages can't be read
	BadNumbers   []BadNumber // that the items lack
}

// A BadNumber is a number of the API that can't be used.
type BadNumber struct {
	Item  string // offering item
	Field string // of the API
	Text  string // "" if the API has no such field
}

// A CurrentItem is the usage of an offering item, for one storage if it uses
// storages.
type CurrentItem struct {
	Usage, Label, OfferingItem, Edition string
	Infra, InfraID                      string // name and id of the storage

	// Value is in Unit. It is the amount in use now, or for compute points the
	// amount used since Since; that this is the billable amount of compute
	// points is inferred. It is nil if the API has no value.
	Value *usage.Decimal
	Unit  usage.Unit
	Since string

	SwitchedOff bool // the tenant may not use it

	// Quota is nil if there is no limit. Overage is nil if it isn't known how
	// far the quota may be exceeded. OverQuota is how much the value exceeds
	// the quota, and OverAllowed how much it exceeds quota and overage
	// together. They are nil if it doesn't.
	Quota, Overage         *usage.Decimal
	OverQuota, OverAllowed *usage.Decimal
}

// Current returns what a tenant and the tenants below it use now, limited to
// some usages; nil means all. If no usage matches, the error is a
// [*UsageError].
func (e *Engine) Current(ctx context.Context, tenant string, usages []string) (*Current, error) {
	if err := checkEntries(usages); err != nil {
		return nil, err
	}
	all, err := e.Client.GetUsages(ctx, tenant)
	if err != nil {
		return nil, e.ifDeleted(ctx, tenant, err)
	}
	c := &Current{ReadAt: time.Now().UTC()}
	of, _ := e.Tenants.Tenant(ctx, tenant)
	c.Tenant, c.Kind = cmp.Or(of.Name, tenant), of.Kind
	items := make([]usage.Item, len(all))
	for i, u := range all {
		items[i] = usage.Item{Usage: cmp.Or(u.UsageName, usage.NameOf(u.Name, u.Edition).Usage), OfferingItem: u.Name, Edition: u.Edition}
	}
	catalogue := &Catalogue{units: map[string]string{}, usages: map[string]string{}}
	add(catalogue.usages, len(items), func(i int) (string, string) { return items[i].OfferingItem, items[i].Usage })
	if c.Matched, c.Unmatched, err = catalogue.matchUsages(ctx, usages, items); err != nil {
		return nil, err
	}
	if err := checkUnmatched(c.Unmatched, len(usages), false); err != nil {
		return nil, err
	}
	wants := catalogue.filter(usages)
	var storages []usage.Infra
	check := interrupt.New(ctx)
	for i, u := range all {
		if err := check.Err(); err != nil {
			return nil, err
		}
		if wants == nil || wants(items[i]) {
			c.add(u, items[i])
			if u.InfraID != "" {
				storages = append(storages, usage.Infra{ID: u.InfraID})
			}
		}
	}
	return c, e.nameStorages(ctx, c, storages)
}

// ifDeleted returns a [*DeletedError] if a tenant can't be found because it was
// deleted, and else err.
func (e *Engine) ifDeleted(ctx context.Context, tenant string, err error) error {
	if !tenants.OutOfSight(err) {
		return err
	}
	tree, _, treeErr := e.Tenants.Around(ctx, tenant)
	if treeErr != nil {
		return err
	}
	if t, _ := tree.Find(tenant); t.DeletedAt != "" {
		return &DeletedError{TenantID: t.ID, Name: t.Name, Day: acronis.Day(t.DeletedAt)}
	}
	return err
}

// nameStorages adds the names of storages.
func (e *Engine) nameStorages(ctx context.Context, c *Current, storages []usage.Infra) error {
	var n names
	n.infra, c.InfraRefused = e.nameCache.infraOf(ctx, e.Client, storages)
	for i := range c.Items {
		c.Items[i].Infra = n.infraName(c.Items[i].InfraID)
	}
	return ctx.Err()
}

// add adds the usage of an offering item.
func (c *Current) add(u acronis.Usage, item usage.Item) {
	known := usage.NameOf(cmp.Or(item.OfferingItem, item.Usage), item.Edition)
	i := CurrentItem{
		Usage: item.Usage, Label: known.Label, OfferingItem: item.OfferingItem, Edition: item.Edition, InfraID: u.InfraID,
		Unit: usage.Unit(cmp.Or(u.MeasurementUnit, string(known.Unit))),
	}
	number := func(field string, n json.Number, required bool) *usage.Decimal {
		d, err := usage.ParseDecimal(n.String())
		switch {
		case err == nil:
			return &d
		case n != "" || required:
			c.BadNumbers = append(c.BadNumbers, BadNumber{cmp.Or(item.OfferingItem, item.Usage), field, n.String()})
		}
		return nil
	}
	if usage.IsComputePoints(i.Usage) {
		i.Value, i.Since = number("value", u.Value, true), u.RangeStart
	} else {
		i.Value = number("absolute_value", u.AbsoluteValue, true)
	}
	if o := u.OfferingItem; o != nil {
		i.SwitchedOff = o.Status != nil && *o.Status == 0
		if o.Quota != nil {
			i.Quota, i.Overage = number("quota", o.Quota.Value, false), number("overage", o.Quota.Overage, false)
		}
	}
	i.compare()
	c.Items = append(c.Items, i)
}

// compare compares the value with the quota.
func (c *CurrentItem) compare() {
	if c.Quota == nil || c.Value == nil {
		return
	}
	c.OverQuota = beyond(*c.Value, *c.Quota)
	if c.Overage != nil {
		c.OverAllowed = beyond(*c.Value, c.Quota.Add(*c.Overage))
	}
}

// beyond returns how much a value exceeds a limit, or nil if it doesn't.
func beyond(value, limit usage.Decimal) *usage.Decimal {
	if over := value.Sub(limit); over.Sign() > 0 {
		return &over
	}
	return nil
}

// Reading returns an amount of the item for users, with its unit.
func (c CurrentItem) Reading(d usage.Decimal) string { return usage.Reading(d, c.Unit, c.Usage) }

// Percent returns the value in percent of the quota, or "" if either is
// unknown.
func (c CurrentItem) Percent() string {
	if c.Quota == nil || c.Value == nil {
		return ""
	}
	return c.Value.Percent(*c.Quota)
}

// HasPoints reports whether compute points are among the items.
func (c *Current) HasPoints() bool {
	return slices.ContainsFunc(c.Items, func(i CurrentItem) bool { return usage.IsComputePoints(i.Usage) })
}

// Key returns a text that identifies the item among those of the tenant.
func (c CurrentItem) Key() string {
	return escape.Text(strings.Join([]string{c.OfferingItem, c.Edition, c.InfraID}, "|"))
}

// Warnings returns what users must know before they use the figures.
func (c *Current) Warnings() []Warning {
	w := unmatchedUsages(c.Unmatched)
	if c.InfraRefused {
		w = append(w, Warning{Kind: NamesRefused, Names: []string{"storages"}})
	}
	if c.BadNumbers != nil {
		w = append(w, Warning{Kind: NumbersUnreadable, Numbers: c.BadNumbers})
	}
	return w
}
