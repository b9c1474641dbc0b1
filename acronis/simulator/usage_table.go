package simulator

import (
	"slices"
	"time"
)

// meter is something that is measured. Names, application and editions are the vendor's; which of them a
// data centre has isn't documented.
type meter struct {
	name      string // of the offering item
	usageName string
	kind      string // count | feature | infra
	unit      string // bytes | quantity | seconds
	infraID   string
}

const (
	applicationID = "6e6d758d-8e74-3ae3-ac84-50eb0dff12eb"
	edition       = "pck_per_workload"
)

var meters = []meter{
	{"pw_base_workstations", "workstations", "count", "quantity", ""},
	{"pw_base_storage", "storage", "infra", "bytes", "e5d4a1c6-6b0e-4f0c-9a43-0c3f5b8f7a11"},
	{"pw_compute_points", "compute_points", "infra", "seconds", "0b7e9f52-54d5-4c55-8a0e-3f6a1c2d9e84"},
}

// growth is how much there is on 2025-01-01, and how much more with each day.
type growth struct{ base, daily int64 }

const gib = 1 << 30

// usageTable is what tenants use themselves, in the order of meters; their parents use the sum.
var usageTable = map[string][]growth{
	headOfficeID:     {{base: 24}, {310 * gib, gib / 2}, {0, 1800}},
	warehouseID:      {{base: 6}, {85 * gib, gib / 8}, {}},
	FabrikamID:       {{base: 3}, {12 * gib, gib / 4}, {}},
	adventureID:      {{base: 11}, {150 * gib, gib / 5}, {0, 900}},
	WingtipRetailID:  {{base: 5}, {64 * gib, gib / 10}, {}},
	WingtipPartnerID: {{base: 9}, {120 * gib, gib / 7}, {}},
	CohoID:           {{base: 14}, {205 * gib, gib / 6}, {0, 450}},
	AlpineID:         {{base: 8}, {40 * gib, gib / 3}, {}},
	LucerneID:        {{base: 2}, {6 * gib, gib / 20}, {}},
	FormulaNameID:    {{base: 1}, {3 * gib, 0}, {}},
	BidiNameID:       {{base: 4}, {22 * gib, gib / 9}, {}},
}

// amount is a usage, told apart by whether the tenant was in production.
type amount struct{ production, trial int64 }

func (a amount) total() int64 { return a.production + a.trial }

func (a amount) plus(b amount) amount { return amount{a.production + b.production, a.trial + b.trial} }

func (a amount) minus(b amount) amount { return amount{a.production - b.production, a.trial - b.trial} }

// usage returns what a tenant and all below it use of a meter at the end of a day. Trial and production
// are as they were on that day: an assumption.
func (d *DataCentre) usage(t tenant, meter int, date string) amount {
	sum := t.uses(meter, date)
	for _, child := range d.tenants {
		if child.ParentID == t.ID {
			sum = sum.plus(d.usage(child, meter, date))
		}
	}
	return sum
}

// uses returns what a tenant uses itself. Dates and times compare as text.
func (t tenant) uses(meter int, date string) amount {
	table, endOfDay := usageTable[t.ID], date+"T23:59:59+00:00"
	if table == nil || t.CreatedAt > endOfDay {
		return amount{}
	}
	days := madeOn(date).Sub(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour)
	value := table[meter].base + table[meter].daily*max(0, int64(days))
	if t.ProductionStartDate == nil || *t.ProductionStartDate > endOfDay {
		return amount{trial: value}
	}
	return amount{production: value}
}

// covered returns the tenants that a report tells of: its own and those of its level below that. That
// the own is among them, and that accounts add units, are assumptions.
func (d *DataCentre) covered(p reportParameters) []tenant {
	kinds := map[string][]string{
		"direct_partners": {"partner", "customer"},
		"all_partners":    {"partner"},
		"all_customers":   {"partner", "customer"},
		"accounts":        {"partner", "customer", "unit"},
	}[p.Level]
	var found []tenant
	for _, t := range d.tenants {
		inside := slices.Contains(kinds, t.Kind) && d.below(p.TenantID, t.ID) &&
			(p.Level != "direct_partners" || t.ParentID == p.TenantID)
		if t.ID == p.TenantID || inside && t.DeletedAt == nil {
			found = append(found, t)
		}
	}
	return found
}
