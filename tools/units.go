package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/usage"
)

// units knows what usages are measured in, as the data centre says.
type units struct {
	said    map[string]string
	byTable []string // usages for which the table of known names had to do
	unknown []string
}

// saidUnits keeps the data centre's answers, by tenant.
type saidUnits struct{ byTenant sync.Map }

// units asks for what a tenant's usages are measured in. Where that isn't
// allowed, the table of known names has to do.
func (s *service) units(ctx context.Context, tenant string) (*units, error) {
	if said, ok := s.saidUnits.byTenant.Load(tenant); ok {
		return &units{said: said.(map[string]string)}, nil
	}
	said := map[string]string{}
	learn := func(name, unit string) {
		if name != "" && said[name] == "" {
			said[name] = unit
		}
	}
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
	for _, u := range usages {
		learn(u.Name, u.MeasurementUnit)
	}
	for _, item := range items {
		learn(item.Name, item.MeasurementUnit)
	}
	for _, u := range usages { // what is measured, after the names of offering items
		learn(u.UsageName, u.MeasurementUnit)
	}
	for _, item := range items {
		learn(item.UsageName, item.MeasurementUnit)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if errors.Join(errs...) == nil {
		s.saidUnits.byTenant.Store(tenant, said)
	}
	return &units{said: said}, nil
}

// of is the unit of a usage.
func (u *units) of(name string) usage.Unit {
	if said := usage.Unit(u.said[name]); said != "" {
		return said
	}
	unit := usage.KnownUnit(name)
	into := &u.byTable
	if unit == usage.UnknownUnit {
		into = &u.unknown
	}
	if !slices.Contains(*into, name) {
		*into = append(*into, name)
	}
	return unit
}

// source tells where units came from.
func (u *units) source() string {
	parts := []string{"measurement_unit of the API"}
	if len(u.byTable) > 0 {
		parts = append(parts, "by a table of known names: "+strings.Join(firstNames(u.byTable, 10), ", "))
	}
	if len(u.unknown) > 0 {
		parts = append(parts, "unknown: "+strings.Join(firstNames(u.unknown, 10), ", "))
	}
	return clean(strings.Join(parts, "; "))
}

// firstNames are the first n of some names, in order, and how many more there are.
func firstNames(names []string, n int) []string {
	names = slices.Sorted(slices.Values(names))
	if more := len(names) - n; more > 0 {
		names = append(names[:n], fmt.Sprintf("and %d more", more))
	}
	return names
}
