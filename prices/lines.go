package prices

import (
	"slices"

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
	known := map[choiceKey]*choice{}
	for i, g := range p.out.lines {
		billed := p.items.all[p.lineItem[i]].billed(g)
		amount := billed.Production
		if amount.IsZero() {
			if !billed.Trial.IsZero() {
				p.out.TrialOnly++
			}
			continue
		}
		p.out.Lines++
		customer, report := p.customers[p.lineCustomer[i]], &p.month.Reports[p.lineReport[i]]
		key := choiceKey{
			customer.class, p.lineItem[i], p.skus.number(g.SKU), p.places.number(place{g.Infra, g.Owner}), report.HasSKUs,
		}
		chosen := known[key]
		if chosen == nil {
			l := p.line(g, p.items.all[p.lineItem[i]], report)
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
			addCount(&customer.counts, len(p.terms), term, amount)
			addCount(&customer.seat.counts, len(p.terms), term, amount)
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
func (p *pricing) line(g *usage.Group, i *item, r *Report) *line {
	l := &line{item: i, sku: g.SKU, hasSKU: r.HasSKUs, infraID: g.Infra, owner: g.Owner}
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

// addCount adds a quantity to one of the sums that included quantities depend on.
func addCount(counts *[]usage.Decimal, n, term int, amount usage.Decimal) {
	if *counts == nil {
		*counts = make([]usage.Decimal, n)
	}
	(*counts)[term] = (*counts)[term].Add(amount)
}

// included returns what a row includes for a pool, in the unit of the row.
func (p *pricing) included(r *Row, c *Charge) usage.Decimal {
	var sum usage.Decimal
	for _, i := range r.Included {
		if i.Item == "" {
			sum = sum.Add(i.Quantity)
			continue
		}
		sum = sum.Add(i.Quantity.Mul(p.countOf(slices.Index(p.terms, i.Item), r, c)))
	}
	return sum
}

// countOf returns how much of an item the pool of a charge has, in base units.
func (p *pricing) countOf(term int, r *Row, c *Charge) (sum usage.Decimal) {
	add := func(counts []usage.Decimal) {
		if counts != nil {
			sum = sum.Add(counts[term])
		}
	}
	if r.Pool == AccountPool {
		for _, s := range c.Account.seats {
			add(s.counts)
		}
	} else if n, ok := p.byID[c.Tenant]; ok {
		add(p.customers[n].counts)
	}
	return sum
}
