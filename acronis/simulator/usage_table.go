package simulator

import (
	"slices"
	"time"
)

// amount is a usage, told apart by whether the tenant was in production.
type amount struct{ production, trial int64 }

func (a amount) total() int64 { return a.production + a.trial }

func (a amount) plus(b amount) amount { return amount{a.production + b.production, a.trial + b.trial} }

func (a amount) minus(b amount) amount { return amount{a.production - b.production, a.trial - b.trial} }

// usage returns what a tenant and all below it use of a meter at the end of a day, in the tree as it
// was at the end of another: to whom usage counts after a tenant moved isn't documented, so that it
// counts to the new parent for the whole period is an assumption. Trial and production are as they were
// on the day, another one.
func (d *DataCentre) usage(t tenant, meter int, date, tree string) amount {
	sum := t.uses(meter, date)
	for _, child := range d.tenants {
		if child.parentOn(tree) == t.ID && !d.left(child, tree) {
			sum = sum.plus(d.usage(child, meter, date, tree))
		}
	}
	return sum
}

// uses returns what a tenant uses itself; after it was deleted that is nothing. Dates and times compare
// as text.
func (t tenant) uses(meter int, date string) amount {
	grown, ok := usageTable[t.ID][meter]
	endOfDay := date + endOfDay
	if !ok || t.CreatedAt > endOfDay || t.DeletedAt != nil && *t.DeletedAt <= endOfDay {
		return amount{}
	}
	days := madeOn(date).Sub(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour)
	value := grown.base + grown.daily*max(0, int64(days))
	if t.ProductionStartDate == nil || *t.ProductionStartDate > endOfDay {
		return amount{trial: value}
	}
	return amount{production: value}
}

const endOfDay = "T23:59:59+00:00"

// parentOn is a tenant's parent at the end of a day.
func (t tenant) parentOn(date string) string {
	if t.moved != "" && t.moved > date+endOfDay {
		return t.parentBefore
	}
	return t.ParentID
}

// nameOn is a tenant's name at the end of a day.
func (t tenant) nameOn(date string) string {
	if t.renamed != "" && t.renamed > date+endOfDay {
		return t.nameBefore
	}
	return t.Name
}

// left reports whether a tenant had been deleted by the end of a day and its usage with it.
func (d *DataCentre) left(t tenant, date string) bool {
	return !d.DeletedKeepsRows && t.DeletedAt != nil && *t.DeletedAt <= date+endOfDay
}

// covered returns the tenants that a report tells of: its own and those of its level below that, as
// they were at the end of the period. Assumptions: the own is among them; accounts add units; folders
// are looked through, so that customers in them are direct; who was deleted before the period isn't
// there.
func (d *DataCentre) covered(p reportParameters) []tenant {
	kinds := map[string][]string{
		"direct_partners": {"partner", "customer"},
		"all_partners":    {"partner"},
		"all_customers":   {"partner", "customer"},
		"accounts":        {"partner", "customer", "unit"},
	}[p.Level]
	var found []tenant
	for _, t := range d.tenants {
		gone := t.DeletedAt != nil && *t.DeletedAt < p.Period.Start || d.left(t, p.Period.End)
		inside := slices.Contains(kinds, t.Kind) && d.belowOn(p, t) && !gone && t.CreatedAt <= p.Period.End+endOfDay
		if t.ID == p.TenantID || inside {
			found = append(found, t)
		}
	}
	return found
}

// belowOn reports whether a tenant was below a report's own at the end of the period, and directly
// where the level says so.
func (d *DataCentre) belowOn(p reportParameters, t tenant) bool {
	for t.ID != p.TenantID {
		parent, ok := d.lookup(t.parentOn(p.Period.End))
		if !ok || p.Level == "direct_partners" && parent.Kind != "folder" && parent.ID != p.TenantID {
			return false
		}
		t = parent
	}
	return true
}
