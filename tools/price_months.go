package tools

import (
	"cmp"
	"context"
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// A pricedMonth is the usage of a month with what it is charged and costs.
type pricedMonth struct {
	*prices.Result
	answer  *figures.Answer
	about   string // id of the tenant whose charges are asked for
	usage   prices.Month
	filter  *figures.Filter
	costs   *prices.Costs                 // nil if they aren't shown
	costsOf map[costKey][]prices.CostItem // see costItems
	doubt   *doubt                        // see inDoubt
	open    []prices.Unpriced             // see unpriced; nil until it is asked for

	unaltered bool // lines of invoices have texts as they are
}

// wholeMonth matches the name of a month, and not that of another period.
var wholeMonth = lazily(`^\d{4}-\d{2}$`)

// priceSources finds the reports for prices. They are always those of the user's
// own tenant, unless report_ids are given, because a charge may depend on all
// customers of an account.
func (q usageQuestion) priceSources(ctx context.Context, s *service) ([]monthSource, error) {
	q.Tenant = ""
	return q.wholeMonthSources(ctx, s)
}

// wholeMonthSources finds the reports of months. Reports of other periods are
// refused.
func (q usageQuestion) wholeMonthSources(ctx context.Context, s *service) ([]monthSource, error) {
	found, err := q.sources(ctx, s, wholeMonths()[:1])
	if err == nil {
		err = allThere(q, found)
	}
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if !wholeMonth().MatchString(f.month) {
			return nil, refused("This is by month, and report " + f.source.Report.ID + " is not about a whole month. Give months, or reports about whole months.")
		}
	}
	return found, nil
}

// pricedMonths finds the reports and prices them. Damaged reports are passed over.
func (q usageQuestion) pricedMonths(ctx context.Context, s *service, list *prices.List) (found []monthSource, months []*pricedMonth, err error) {
	err = s.figures.WithoutDamaged(func() (err error) {
		if found, err = q.priceSources(ctx, s); err == nil {
			months, err = q.priceMonths(ctx, s, list, found)
		}
		return err
	})
	return found, months, err
}

// priceMonths prices the usage of months by a list, and finds what of it the
// question chooses.
func (q usageQuestion) priceMonths(ctx context.Context, s *service, list *prices.List, found []monthSource) ([]*pricedMonth, error) {
	tenant := ""
	if q.Tenant != "" {
		var err error
		if tenant, err = s.tenants.Resolve(ctx, q.Tenant); err != nil {
			return nil, err
		}
	}
	var months []*pricedMonth
	for _, f := range found {
		answers, err := askForSheet(ctx, s, []monthSource{f}, figures.Question{AllTenants: true, Between: true})
		if err != nil {
			return nil, err
		}
		m := &pricedMonth{answer: answers[0], about: cmp.Or(tenant, f.source.Report.Params().TenantID)}
		if m.filter, err = s.figures.Filter(ctx, m.answer, m.about, q.Customers, q.Usages); err != nil {
			return nil, err
		}
		m.answer.Shown = m.concerns
		if err := memory.Reserve(ctx, int64(m.answer.Summary.Groups.Len()*pricedBytes)); err != nil {
			return nil, err
		}
		own, _ := s.tenants.Own(ctx) // "" if it can't be read
		m.usage = monthToPrice(f.month, m.answer, own)
		if list != nil {
			if m.Result, err = priceBy(ctx, list, m.usage); err != nil {
				return nil, err
			}
		}
		months = append(months, m)
	}
	return months, nil
}

// concerns reports whether warnings about a tenant concern what is chosen: it is chosen,
// or its rows may contain what is.
func (m *pricedMonth) concerns(id string) bool {
	return m.filter.Tenant(id) || m.answer.Selection.Tree.Within(m.about, id)
}

// pricedBytes is how much memory a group uses while it is priced, in bytes.
const pricedBytes = 180

// monthToPrice returns the usage of a month for prices.
func monthToPrice(month string, a *figures.Answer, own string) prices.Month {
	world := prices.World{
		Own: own, Storage: a.Storage, Unit: a.Catalogue.Unit,
		Owner: func(_, owner string) figures.Owner { return a.OwnerOf(owner) },
	}
	if a.Selection.Readable {
		world.Tenants = a.Selection.Tree
	}
	report := prices.Report{
		ID: a.Report.ID, Subject: a.Report.Params().TenantID, Lines: a.Summary.Groups,
		HasSKUs: slices.Contains(a.By, usage.BySKU), Below: map[string]string{},
	}
	for _, moved := range slices.Concat(a.Summary.Moves, a.Summary.Between) {
		switch _, known := report.Below[moved.Tenant]; {
		case moved.Away:
			report.Below[moved.Tenant] = cmp.Or(moved.Whole, report.Subject)
		case !known: // not below the partner where it is now, and below no other partner
			report.Below[moved.Tenant] = report.Subject
		}
	}
	for _, id := range a.MovedAway() {
		if _, known := report.Below[id]; !known {
			report.Below[id] = report.Subject
		}
	}
	return prices.Month{Month: month, Reports: []prices.Report{report}, World: world}
}

// choice returns what of the month the question chooses.
func (m *pricedMonth) choice() prices.Choice {
	c := prices.Choice{Tenant: m.filter.Tenant}
	if !m.filter.AllUsages() {
		c.Line = m.filter.Usage
	}
	return c
}

// unpriced returns the lines without a price that are chosen.
func (m *pricedMonth) unpriced() []prices.Unpriced {
	if m.Result == nil {
		return nil
	}
	if m.open == nil {
		m.open = append([]prices.Unpriced{}, m.choice().Unpriced(m.Result)...)
	}
	return m.open
}

// beside returns how many lines without a price aren't chosen, but belong to the
// accounts of what is.
func (m *pricedMonth) beside() int {
	if m.Result == nil || m.Complete {
		return 0
	}
	return m.choice().UnpricedBeside(m.Result)
}

// withoutCost returns the lines without a cost that are chosen.
func (m *pricedMonth) withoutCost() []prices.Unpriced {
	if m.costs == nil {
		return nil
	}
	return m.costs.Open(m.choice())
}

// complete reports whether the amounts of what is chosen are final.
func (m *pricedMonth) complete() bool {
	return m.answer.Selection.Readable && m.inDoubt() == doubt{} && len(m.withoutCost()) == 0 && len(m.unpriced()) == 0 && m.beside() == 0
}

// at prices the usage of a month by the rows of another month.
func (m *pricedMonth) at(ctx context.Context, month string) (*prices.Result, error) {
	then := m.usage
	then.Month = month
	return priceBy(ctx, m.List, then)
}

// rowBytes is how much memory a row of a price list uses in a month that is priced, in
// bytes.
const rowBytes = 300

// priceBy prices a month, with the memory for the rows of the list.
func priceBy(ctx context.Context, list *prices.List, m prices.Month) (*prices.Result, error) {
	if err := memory.Reserve(ctx, int64(len(list.Rows)*rowBytes)); err != nil {
		return nil, err
	}
	return prices.Price(ctx, list, m)
}

// costBy computes what a month costs, in the same way.
func costBy(ctx context.Context, list *prices.List, m prices.Month) (*prices.Costs, error) {
	if err := memory.Reserve(ctx, int64(len(list.Rows)*rowBytes)); err != nil {
		return nil, err
	}
	return prices.Cost(ctx, list, m)
}

// allWarnings returns the warnings about prices and costs. They name only customers
// that are chosen.
func (m *pricedMonth) allWarnings() []prices.Warning {
	var all []prices.Warning
	if m.Result != nil {
		charged := map[int]bool{} // lines that charge a tenant who isn't found: one warning of each is enough
		for _, w := range m.Warnings {
			charged[w.Row] = charged[w.Row] || w.Kind == prices.TenantNotFound
		}
		all = slices.DeleteFunc(slices.Clone(m.Warnings), func(w prices.Warning) bool {
			return w.Kind == prices.NameUnknown && w.Column == "tenant" && charged[w.Row]
		})
	}
	if m.costs != nil {
		all = append(all, slices.DeleteFunc(slices.Clone(m.costs.Warnings), func(w prices.Warning) bool {
			return w.Kind == prices.NameUnknown // the vendor's lists have SKUs that nobody here uses
		})...)
	}
	return slices.DeleteFunc(all, func(w prices.Warning) bool {
		of := w.Kind == prices.CustomersMoved || w.Kind == prices.CustomersUnknown || w.Kind == prices.TenantDeleted || w.Kind == prices.TenantNotYet
		return of && !slices.ContainsFunc(w.Names, m.filter.Tenant)
	})
}
