package simulator

import "time"

// growth is a usage that changes linearly: the value on 2025-01-01, and the change per day. It is never
// negative: max(0, base + daily × days since 2025-01-01).
type growth struct{ base, daily int64 }

const gib = 1 << 30

// usageTable has all the figures of the world: what tenants use themselves, from the day of their
// creation to the day before their deletion. The tenants above them use the sum. Tenants without an entry
// use nothing. 2026-08-31 is 607 days after 2025-01-01, 2026-09-30 is 637, 2026-10-31 is 668.
var usageTable = map[string]map[int]growth{
	headOfficeID: {workstations: {24, 0}, storage: {310 * gib, gib / 2}, computePoints: {0, 1800},
		servers: {4, 0}, vms: {9, 0}, seats: {30, 0}, ownStorage: {96 * gib, gib / 4}, localStorage: {512 * gib, 0}},
	warehouseID: {workstations: {6, 0}, storage: {85 * gib, gib / 8}, servers: {1, 0}},
	FabrikamID:  {workstations: {3, 0}, storage: {12 * gib, gib / 4}},
	AdventureID: {workstations: {11, 0}, storage: {150 * gib, gib / 5}, computePoints: {0, 900},
		vms: {3, 0}, seats: {-600, 1}, gigabytes: {40 * gib, gib / 2}},
	WingtipRetailID:  {workstations: {5, 0}, storage: {64 * gib, gib / 10}, seats: {12, 0}},
	WingtipPartnerID: {workstations: {9, 0}, storage: {120 * gib, gib / 7}, servers: {2, 0}},
	CohoID: {workstations: {14, 0}, storage: {205 * gib, gib / 6}, computePoints: {0, 450},
		servers: {2, 0}, ownStorage: {60 * gib, gib / 16}},
	AlpineID:           {workstations: {8, 0}, storage: {40 * gib, gib / 3}, seats: {10, 0}},
	LucerneID:          {workstations: {2, 0}, storage: {6 * gib, gib / 20}},
	FormulaNameID:      {workstations: {1, 0}, storage: {3 * gib, 0}},
	BidiNameID:         {workstations: {4, 0}, storage: {22 * gib, gib / 9}, localStorage: {100 * gib, gib / 32}},
	DeletedInOctoberID: {workstations: {10, 0}, storage: {90 * gib, gib / 4}},
	RenamedID:          {workstations: {7, 0}, storage: {70 * gib, gib / 4}, seats: {20, 0}},
	MovedID:            {workstations: {16, 0}, storage: {180 * gib, gib / 2}, computePoints: {0, 600}, servers: {3, 0}},
}

// quotaTable has the quotas of tenants; everything else is unlimited.
var quotaTable = map[string]map[int]quotaJSON{
	ContosoID: {
		workstations: {Value: to(40), Overage: to(5), Version: 3},
		storage:      {Value: to(1024 * gib), Overage: to(128 * gib), Version: 2},
	},
	AlpineID: {workstations: {Value: to(8), Overage: to(0), Version: 1}},
}

func to(n int64) *int64 { return &n }

// amount is a usage, split into production and trial.
type amount struct{ production, trial int64 }

func (a amount) total() int64 { return a.production + a.trial }

func (a amount) plus(b amount) amount { return amount{a.production + b.production, a.trial + b.trial} }

func (a amount) minus(b amount) amount { return amount{a.production - b.production, a.trial - b.trial} }

// moment is the end of a day.
type moment struct {
	text string // in the format of tenants' times, which can be compared as text
	days int64  // since 2025-01-01
}

var firstDay = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

func endOf(day time.Time) moment {
	return moment{
		text: day.Format(time.DateOnly) + "T23:59:59+00:00",
		days: int64(day.Sub(firstDay) / (24 * time.Hour)),
	}
}

// uses returns what a tenant uses itself. Trial or production is as at that moment: an assumption.
func (t tenant) uses(meter int, at moment) amount {
	g, ok := usageTable[t.ID][meter]
	if !ok {
		g, ok = caseUsage[t.ID][meter]
	}
	if !ok || t.CreatedAt > at.text || t.DeletedAt != nil && *t.DeletedAt <= at.text {
		return amount{}
	}
	value := max(0, g.base+g.daily*max(0, at.days))
	if t.ProductionStartDate == nil || *t.ProductionStartDate > at.text {
		return amount{trial: value}
	}
	return amount{production: value}
}

// usage returns what a tenant and all tenants below it use of a meter.
func (ts tree) usage(t tenant, meter int, at moment) amount {
	sum := t.uses(meter, at)
	for _, child := range ts {
		if child.ParentID == t.ID {
			sum = sum.plus(ts.usage(child, meter, at))
		}
	}
	return sum
}
