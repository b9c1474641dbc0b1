package prices

import (
	"context"
	"fmt"
	"slices"

	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/usage"
)

// A TwiceError means that two reports have lines of the same customer, who would be charged twice.
type TwiceError struct {
	Tenant  string    // id
	Reports [2]string // ids
}

// Error names the customer and the reports.
func (e *TwiceError) Error() string {
	return fmt.Sprintf("the reports %s and %s both have the customer %s", e.Reports[0], e.Reports[1], e.Tenant)
}

// Price applies a price list to the usage of a month. The error is a [*FaultError] if the list has faults, also such
// as show only with the tenants and units of the month, a [*TwiceError], or that of the context.
func Price(ctx context.Context, list *List, m Month) (*Result, error) {
	if len(list.Faults) > 0 {
		return nil, &FaultError{list.Name, list.Faults}
	}
	p := newPricing(ctx, list, m)
	err := p.run(ctx, p.bind, p.readLines, p.chooseRows, p.currenciesOfNamed, p.charge, p.chargeWithoutUsage, p.discount, p.addFees, func() error { return p.finish(ctx) })
	if err != nil {
		return nil, err
	}
	return p.out, nil
}

func newPricing(ctx context.Context, list *List, m Month) *pricing {
	p := &pricing{check: interrupt.New(ctx), month: m, out: &Result{Month: m.Month, List: list}}
	p.out.work = p
	return p
}

// run does one step after the other until one fails, or the context ends. Steps with long loops look at p.check.
func (p *pricing) run(ctx context.Context, steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// pricing is the work of Price and Cost.
type pricing struct {
	check  *interrupt.Check
	costs  bool // the list has costs: charges are by SKU too
	month  Month
	out    *Result
	rows   []*boundRow
	later  []*boundRow // rows that don't apply yet
	faults []Fault

	seats     *seats
	customers []*customer
	numbers   map[string]int32 // of customers; nil until it is needed
	classes   map[string]*class
	items     itemIndex
	terms     []string // items in included quantities
	named     map[string]bool

	starts         []int // numbers of the first lines of reports
	customerOfLine []int32
	kindOfLine     []int32 // of the lines that can be charged; then decisionOfLine takes its place
	decisionOfLine []int32 // of the lines with a production amount
	decisions      []*decision
	kinds          []*lineKind // what lines of one kind have in common
	kindOf         map[kindKey]int32
	mayRepeat      bool              // a customer may have lines in several places
	families       map[string]family // by the id of the parent

	slab    []Charge // charges that are made in one allocation
	scratch scratch

	unknownUnits map[string]bool
	itemNames    map[string]bool // whether an item of the list exists
	open         map[openKey]*Unpriced
	openKeys     map[decided]openKey
}

// A customer is a tenant with lines.
type customer struct {
	id     string
	report int32
	class  *class
	seat   *seat
	first  *Charge         // of its own pools; the others follow in nextOf
	counts []usage.Decimal // of the items in included quantities, or nil
}

// A family is what all customers of a parent have in common that no row names.
type family struct {
	class *class
	seat  *seat
}

// bind finds the rows that apply in the month and their tenants.
func (p *pricing) bind() error {
	var rows []*Row // those that apply now or later
	for i := range p.out.List.Rows {
		if r := &p.out.List.Rows[i]; r.To == "" || r.To >= p.month.Month {
			rows = append(rows, r)
		}
	}
	names, err := newTenantNames(p.month.World, rows, p.check)
	if err != nil {
		return err
	}
	p.named = map[string]bool{}
	terms := map[string]bool{}
	for _, r := range rows {
		if err := p.check.Err(); err != nil {
			return err
		}
		b := &boundRow{Row: r, known: true, free: r.free()}
		if !r.appliesIn(p.month.Month) {
			b.tenant, b.known, _ = names.find(r.Tenant)
			p.later = append(p.later, b)
			continue
		}
		if r.Tenant != "" {
			var fault string
			if b.tenant, b.known, fault = names.find(r.Tenant); fault != "" {
				p.fault(r, "tenant", fault)
			}
			p.named[b.tenant] = true
		}
		p.rows = append(p.rows, b)
		for _, term := range r.Included {
			if term.Item != "" && !terms[term.Item] {
				terms[term.Item] = true
				p.terms = append(p.terms, term.Item)
			}
		}
	}
	p.seats = newSeats(p.month.World, p.rows)
	if p.costs {
		p.bindCosts()
	}
	return p.refuse()
}

// fault adds a fault in a cell of a row.
func (p *pricing) fault(r *Row, column, text string) {
	p.faults = append(p.faults, Fault{r.Line, column, slices.Index(p.out.List.header, column) + 1, text})
}

// refuse returns the faults found until now as an error.
func (p *pricing) refuse() error {
	p.faults = append(p.faults, p.seats.faults...)
	if len(p.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(p.faults, func(a, b Fault) int { return a.Line - b.Line })
	return &FaultError{p.out.List.Name, slices.Compact(p.faults)}
}

// warn adds a tenant or usage to the warning of a kind, which isn't about a row.
func (r *Result) warn(kind WarningKind, name string) {
	for i := range r.Warnings {
		if w := &r.Warnings[i]; w.Kind == kind && w.Row == 0 {
			w.Names = append(w.Names, name)
			return
		}
	}
	r.Warnings = append(r.Warnings, Warning{Kind: kind, Names: []string{name}})
}
