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

// A Catalogue knows what offering items measure, and in what unit, as the data
// centre says.
type Catalogue struct {
	units  map[string]string // by offering item and by usage name
	usages map[string]string // usage name by offering item
}

// catalogueCache keeps the data centre's answers.
type catalogueCache struct{ byTenant sync.Map }

// contradictory stands for a unit or a usage name of which the API says more than one.
const contradictory = "\x00"

// get returns what a tenant's usages and offering items are. Where the API doesn't
// let these credentials ask, that is the table of known names.
func (cache *catalogueCache) get(ctx context.Context, client *acronis.Client, tenant string) (*Catalogue, error) {
	if cached, ok := cache.byTenant.Load(tenant); ok {
		return cached.(*Catalogue), nil
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
	c := &Catalogue{map[string]string{}, map[string]string{}}
	add(c.units, len(usages), func(i int) (string, string) { return usages[i].Name, usages[i].MeasurementUnit })
	add(c.units, len(items), func(i int) (string, string) { return items[i].Name, items[i].MeasurementUnit })
	// What is measured, after the names of offering items.
	add(c.units, len(usages), func(i int) (string, string) { return usages[i].UsageName, usages[i].MeasurementUnit })
	add(c.units, len(items), func(i int) (string, string) { return items[i].UsageName, items[i].MeasurementUnit })
	add(c.usages, len(usages), func(i int) (string, string) { return usages[i].Name, usages[i].UsageName })
	add(c.usages, len(items), func(i int) (string, string) { return items[i].Name, items[i].UsageName })
	if errors.Join(errs...) == nil {
		cache.byTenant.Store(tenant, c)
	}
	return c, nil
}

// add adds what a list says of names, where nothing was known before.
func add(known map[string]string, n int, of func(i int) (name, value string)) {
	listed := map[string]string{}
	for i := range n {
		name, value := of(i)
		if listed[name] != "" && value != "" && value != listed[name] {
			value = contradictory
		}
		listed[name] = cmp.Or(value, listed[name])
	}
	for name, value := range listed {
		if name != "" {
			known[name] = cmp.Or(known[name], value)
		}
	}
}

// UsageOf returns the usage name of an offering item, given its name and its
// edition in a file: what the API says, else what the table of names does. The
// API's lists don't have the edition of each item, so a name that it gives two
// usage names is left to the table.
func (c *Catalogue) UsageOf(item, edition string) string {
	if name := c.usages[item]; name != "" && name != contradictory {
		return name
	}
	return usage.NameOf(item, edition).Usage
}

// Unit is the unit of a usage, or of an offering item. Where the API contradicts
// itself it is unknown: what the table has may be that of some rows only.
func (c *Catalogue) Unit(name string) usage.Unit {
	switch unit := c.units[name]; unit {
	case "":
		return usage.KnownUnit(name)
	case contradictory:
		return usage.UnknownUnit
	default:
		return usage.Unit(unit)
	}
}

// mixedUnit refuses totals that add up rows of a usage which the API has in more
// than one unit: which row is of which, the file doesn't say.
func (c *Catalogue) mixedUnit(totals []usage.Group) error {
	for _, t := range totals {
		if c.units[t.Usage] == contradictory && !Unused(t) {
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

// UnitSources says where the units of some totals came from.
func (c *Catalogue) UnitSources(totals []usage.Group) UnitSources {
	var from UnitSources
	names := usagesOf(totals)
	for _, name := range names {
		switch unit := c.Unit(name); {
		case unit == usage.UnknownUnit:
			from.Unknown = append(from.Unknown, name)
		case c.units[name] == "":
			from.Table = append(from.Table, name)
		}
	}
	from.API = len(from.Table)+len(from.Unknown) < len(names) || len(names) == 0
	return from
}

// usagesOf are the names of usages; groups are in their order.
func usagesOf(groups []usage.Group) []string {
	var names []string
	for _, g := range groups {
		names = append(names, g.Usage)
	}
	return slices.Compact(names)
}
