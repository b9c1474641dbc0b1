package prices

import (
	"acronis-reports-mcp/usage"
)

// A choiceKey is what decides which rows fit lines.
type choiceKey struct {
	class         *class
	item          int32
	sku, place    int32
	reportHasSKUs bool
}

// intern numbers different values.
type intern[T comparable] struct {
	numbers map[T]int32
	all     []T
	last    T
	lastNo  int32
}

func (n *intern[T]) number(value T) int32 {
	if n.numbers == nil {
		n.numbers = map[T]int32{}
	} else if value == n.last {
		return n.lastNo
	}
	number, ok := n.numbers[value]
	if !ok {
		number = int32(len(n.all))
		n.all, n.numbers[value] = append(n.all, value), number
	}
	n.last, n.lastNo = value, number
	return number
}

// A place is the storage of a line and its owner.
type place struct{ infra, owner string }

// chooseRows chooses a row for each line with a production amount, and counts what included quantities depend on.
func (p *pricing) chooseRows() error {
	p.out.choices = make([]*choice, len(p.out.lines))
	p.counts = map[count]usage.Decimal{}
	known := map[choiceKey]*choice{}
	for i, g := range p.out.lines {
		amount := produced(g)
		if amount.IsZero() {
			if !g.Of("billed").Trial.IsZero() {
				p.out.TrialOnly++
			}
			continue
		}
		p.out.Lines++
		customer, report := p.customers[p.lineCustomer[i]], &p.month.Reports[p.lineReport[i]]
		key := choiceKey{
			customer.class, p.items.add(g, p.month.World), p.skus.number(g.SKU), p.places.number(place{g.Infra, g.Owner}), report.HasSKUs,
		}
		chosen := known[key]
		if chosen == nil {
			l := p.line(g, report)
			chosen = choose(customer.class, l)
			known[key] = chosen
			p.note(l)
		}
		p.out.choices[i] = chosen
		if !customer.seat.explicit {
			for _, r := range chosen.fitting {
				customer.seat.fitting[r.Currency] = r
			}
		}
		for _, term := range chosen.item.terms {
			p.count(term, p.lineCustomer[i], amount)
		}
	}
	return nil
}

// note keeps one line of each SKU and storage, by which unknown names in the list are found.
func (p *pricing) note(l *line) {
	key := [3]string{l.sku, l.infraID, l.owner}
	if !p.noted[key] {
		if p.noted == nil {
			p.noted = map[[3]string]bool{}
		}
		p.noted[key] = true
		p.kinds = append(p.kinds, l)
	}
}

// line returns what of a line decides which rows fit.
func (p *pricing) line(g *usage.Group, r *Report) *line {
	l := &line{item: p.items.all[p.items.add(g, p.month.World)], sku: g.SKU, hasSKU: r.HasSKUs, infraID: g.Infra, owner: g.Owner}
	if w := p.month.World; g.Infra != "" {
		if w.Storage != nil {
			l.infra, l.read = w.Storage(g.Infra)
		}
		if w.Owner != nil {
			l.of = w.Owner(g.Infra, g.Owner)
		}
	}
	return l
}

// A count is an item that a pool has: of a customer, or of all customers of a seat.
type count struct {
	term     int
	customer int32 // -1 for a seat
	seat     *seat
}

// count adds a quantity to those that included quantities depend on.
func (p *pricing) count(term int, customer int32, amount usage.Decimal) {
	for _, key := range []count{{term, customer, nil}, {term, -1, p.customers[customer].seat}} {
		p.counts[key] = p.counts[key].Add(amount)
	}
}

// included returns what a row includes for a pool, in the unit of the row.
func (p *pricing) included(r *Row, c *Charge) usage.Decimal {
	var sum usage.Decimal
	for _, i := range r.Included {
		if i.Item == "" {
			sum = sum.Add(i.Quantity)
			continue
		}
		term := p.termNumber(i.Item)
		items := p.counts[count{term, p.numberOf(c.Tenant), nil}]
		if r.Pool == AccountPool {
			items = usage.Decimal{}
			for _, s := range c.Account.seats {
				items = items.Add(p.counts[count{term, -1, s}])
			}
		}
		sum = sum.Add(i.Quantity.Mul(items))
	}
	return sum
}

// numberOf returns the number of a customer, or -2 if it has no lines.
func (p *pricing) numberOf(id string) int32 {
	if n, ok := p.byID[id]; ok {
		return n
	}
	return -2
}

// termNumber returns the number of an item in included quantities.
func (p *pricing) termNumber(item string) int {
	for n, term := range p.terms {
		if term == item {
			return n
		}
	}
	return -1
}
