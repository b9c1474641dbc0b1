package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/usage"
)

// units knows what usages are measured in, as the data centre says.
type units struct{ said map[string]string }

// saidUnits keeps the data centre's answers, by tenant.
type saidUnits struct{ byTenant sync.Map }

// units asks for what a tenant's usages are measured in. Where that isn't
// allowed, the table of known names has to do.
func (s *service) units(ctx context.Context, tenant string) (*units, error) {
	if said, ok := s.saidUnits.byTenant.Load(tenant); ok {
		return &units{said: said.(map[string]string)}, nil
	}
	said := map[string]string{}
	var usages []acronis.Usage
	var items []acronis.OfferingItem
	errs := each(2, func(i int) (err error) {
		if i == 0 {
			usages, err = s.Client.GetUsages(ctx, tenant)
		} else {
			items, err = s.Client.GetOfferingItems(ctx, tenant)
		}
		return err
	})
	learn := func(from int, of func(i int) (name, unit string)) {
		heard := map[string]string{}
		for i := range from {
			name, unit := of(i)
			if heard[name] != "" && unit != "" && unit != heard[name] {
				unit = twoUnits
			}
			heard[name] = cmp.Or(unit, heard[name])
		}
		for name, unit := range heard {
			said[name] = cmp.Or(said[name], unit)
		}
	}
	learn(len(usages), func(i int) (string, string) { return usages[i].Name, usages[i].MeasurementUnit })
	learn(len(items), func(i int) (string, string) { return items[i].Name, items[i].MeasurementUnit })
	// What is measured, after the names of offering items.
	learn(len(usages), func(i int) (string, string) { return usages[i].UsageName, usages[i].MeasurementUnit })
	learn(len(items), func(i int) (string, string) { return items[i].UsageName, items[i].MeasurementUnit })
	delete(said, "")
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if errors.Join(errs...) == nil {
		s.saidUnits.byTenant.Store(tenant, said)
	}
	return &units{said: said}, nil
}

// twoUnits stands for the unit of a usage of which the API says more than one.
const twoUnits = "\x00"

// of is the unit of a usage. Where the API contradicts itself it is unknown:
// what the table has may be that of some rows only.
func (u *units) of(name string) usage.Unit {
	switch said := u.said[name]; said {
	case "":
		return usage.KnownUnit(name)
	case twoUnits:
		return usage.UnknownUnit
	default:
		return usage.Unit(said)
	}
}

// mixedUnit refuses totals that add up rows of a usage which the API has in more
// than one unit: which row is of which, the file doesn't say.
func (u *units) mixedUnit(totals []usage.Group) error {
	for _, t := range totals {
		if u.said[t.Usage] == twoUnits && !unusedGroup(t) {
			return refused(fmt.Sprintf("%s is measured in more than one unit, and rows of unlike units are never added. "+
				"Name the usages that you want, without it.", escape.Quote(t.Usage)))
		}
	}
	return nil
}

// source tells where the units of some totals came from.
func (u *units) source(totals []usage.Group) string {
	var parts, byTable, unknown []string
	for _, name := range usagesOf(totals) {
		switch unit := u.of(name); {
		case unit == usage.UnknownUnit:
			unknown = append(unknown, name)
		case u.said[name] == "":
			byTable = append(byTable, name)
		}
	}
	if len(byTable)+len(unknown) < len(usagesOf(totals)) || len(totals) == 0 {
		parts = append(parts, "measurement_unit of the API")
	}
	if byTable != nil {
		parts = append(parts, "by a table of known names: "+strings.Join(escape.Names(byTable, 10), ", "))
	}
	if unknown != nil {
		parts = append(parts, "unknown: "+strings.Join(escape.Names(unknown, 10), ", "))
	}
	return strings.Join(parts, "; ")
}
