package figures

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/usage"
)

// A Catalogue knows the usage names and units of offering items, as the data
// centre gives them.
type Catalogue struct {
	units  map[string]string // by offering item and by usage name
	usages map[string]string // usage name by offering item
	id     int64             // different for each

	refused bool // some of it could not be read
}

// catalogues counts all catalogues.
var catalogues atomic.Int64

// catalogueCache keeps the answers of the data centre.
type catalogueCache struct {
	byTenant keptMap[*Catalogue]
	refused  timeSet // tenants of which these credentials may not read everything
}

// contradictory marks an offering item for which the API gives several units or
// usage names.
const contradictory = "\x00"

// get returns the catalogue of a tenant. If these credentials may not read it
// from the API, the catalogue has only the table of known names.
func (cache *catalogueCache) get(ctx context.Context, client *acronis.Client, tenant string) (*Catalogue, error) {
	if cached, ok := cache.byTenant.get(tenant); ok && (!cached.refused || cache.refused.has(tenant, refusedFor)) {
		return cached, nil
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
	c := &Catalogue{units: map[string]string{}, usages: map[string]string{}, id: catalogues.Add(1)}
	add(c.units, len(usages), func(i int) (string, string) { return usages[i].Name, usages[i].MeasurementUnit })
	add(c.units, len(items), func(i int) (string, string) { return items[i].Name, items[i].MeasurementUnit })
	// Usage names come after the names of offering items.
	add(c.units, len(usages), func(i int) (string, string) { return usages[i].UsageName, usages[i].MeasurementUnit })
	add(c.units, len(items), func(i int) (string, string) { return items[i].UsageName, items[i].MeasurementUnit })
	add(c.usages, len(usages), func(i int) (string, string) { return usages[i].Name, usages[i].UsageName })
	add(c.usages, len(items), func(i int) (string, string) { return items[i].Name, items[i].UsageName })
	c.refused = errors.Join(errs...) != nil
	if forGood := !slices.ContainsFunc(errs, func(err error) bool { return err != nil && !tenants.OutOfSight(err) }); forGood {
		if c.refused {
			cache.refused.add(tenant)
		}
		cache.byTenant.put(ctx, tenant, c, c.bytes())
	}
	return c, nil
}

// bytes returns how much memory the catalogue uses.
func (c *Catalogue) bytes() int64 {
	const entry = 50
	n := 0
	for _, known := range []map[string]string{c.units, c.usages} {
		for name, value := range known {
			n += entry + len(name) + len(value)
		}
	}
	return int64(n)
}

// add adds the units and usage names of a list, for names that are still
// unknown.
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

// UsageOf returns the usage name of an offering item, given its name and
// edition in a file. It comes from the API, or else from the table of names.
// The API's lists don't give the edition of each item, so the table decides on
// a name for which the API has two usage names.
func (c *Catalogue) UsageOf(item, edition string) string {
	if name := c.usages[item]; name != "" && name != contradictory {
		return name
	}
	return usage.NameOf(item, edition).Usage
}

// Unit returns the unit of a usage or an offering item. It is unknown if the
// API contradicts itself, because the unit in the table may be right for some
// rows only.
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

// mixedUnit returns an error if totals contain a usage that the API measures in
// more than one unit, because the file doesn't say which row has which unit.
func (c *Catalogue) mixedUnit(totals []usage.Group) error {
	for _, t := range totals {
		if c.units[t.Usage] == contradictory && !Unused(t) {
			return &MixedUnitError{t.Usage}
		}
	}
	return nil
}

// UnitSources says where the units of totals came from.
type UnitSources struct {
	API     bool     // the API gave the units of some usages, or there are no usages
	Table   []string // usages whose units are inferred from their names
	Unknown []string // usages without a known unit
}

// UnitSources returns where the units of totals came from.
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

// usagesOf returns the usage names of groups, which are sorted by them.
func usagesOf(groups []usage.Group) []string {
	var names []string
	for _, g := range groups {
		names = append(names, g.Usage)
	}
	return slices.Compact(names)
}
