package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// Units knows what usages are measured in, as the data centre says.
type Units struct{ byUsage map[string]string }

// unitCache keeps the data centre's answers.
type unitCache struct{ byTenant sync.Map }

// mixed stands for the unit of a usage of which the API says more than one.
const mixed = "\x00"

// get returns what a tenant's usages are measured in. Where the API doesn't let
// these credentials ask, that is the table of known names.
func (c *unitCache) get(ctx context.Context, client *acronis.Client, tenant string) (*Units, error) {
	if cached, ok := c.byTenant.Load(tenant); ok {
		return cached.(*Units), nil
	}
	var usages []acronis.Usage
	var items []acronis.OfferingItem
	errs := Each(2, func(i int) (err error) {
		if i == 0 {
			usages, err = client.GetUsages(ctx, tenant)
		} else {
			items, err = client.GetOfferingItems(ctx, tenant)
		}
		return err
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	u := &Units{map[string]string{}}
	u.add(len(usages), func(i int) (string, string) { return usages[i].Name, usages[i].MeasurementUnit })
	u.add(len(items), func(i int) (string, string) { return items[i].Name, items[i].MeasurementUnit })
	// What is measured, after the names of offering items.
	u.add(len(usages), func(i int) (string, string) { return usages[i].UsageName, usages[i].MeasurementUnit })
	u.add(len(items), func(i int) (string, string) { return items[i].UsageName, items[i].MeasurementUnit })
	delete(u.byUsage, "")
	if errors.Join(errs...) == nil {
		c.byTenant.Store(tenant, u)
	}
	return u, nil
}

// add adds the units of a list, where none was known before.
func (u *Units) add(n int, of func(i int) (name, unit string)) {
	listed := map[string]string{}
	for i := range n {
		name, unit := of(i)
		if listed[name] != "" && unit != "" && unit != listed[name] {
			unit = mixed
		}
		listed[name] = cmp.Or(unit, listed[name])
	}
	for name, unit := range listed {
		u.byUsage[name] = cmp.Or(u.byUsage[name], unit)
	}
}

// Of is the unit of a usage. Where the API contradicts itself it is unknown:
// what the table has may be that of some rows only.
func (u *Units) Of(name string) usage.Unit {
	switch unit := u.byUsage[name]; unit {
	case "":
		return usage.KnownUnit(name)
	case mixed:
		return usage.UnknownUnit
	default:
		return usage.Unit(unit)
	}
}

// mixedUnit refuses totals that add up rows of a usage which the API has in more
// than one unit: which row is of which, the file doesn't say.
func (u *Units) mixedUnit(totals []usage.Group) error {
	for _, t := range totals {
		if u.byUsage[t.Usage] == mixed && !unused(t) {
			return &MixedUnitError{t.Usage}
		}
	}
	return nil
}

// UnitSources says where the units of some totals came from.
type UnitSources struct {
	API     bool     // of some usages, or there are none
	Table   []string // the usages whose units are known by their names alone
	Unknown []string // and those without a unit
}

// Sources says where the units of some totals came from.
func (u *Units) Sources(totals []usage.Group) UnitSources {
	var from UnitSources
	names := usagesOf(totals)
	for _, name := range names {
		switch unit := u.Of(name); {
		case unit == usage.UnknownUnit:
			from.Unknown = append(from.Unknown, name)
		case u.byUsage[name] == "":
			from.Table = append(from.Table, name)
		}
	}
	from.API = len(from.Table)+len(from.Unknown) < len(names) || len(names) == 0
	return from
}

// usagesOf are the names of usages, as the file has them; groups are in their order.
func usagesOf(groups []usage.Group) []string {
	var names []string
	for _, g := range groups {
		names = append(names, g.Usage)
	}
	return slices.Compact(names)
}
