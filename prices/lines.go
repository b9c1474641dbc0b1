package prices

import (
	"slices"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// readLines finds the customer and the kind of each line.
func (p *pricing) readLines() error {
	n := 0
	for _, r := range p.month.Reports {
		p.starts = append(p.starts, n)
		n += r.Lines.Len()
	}
	p.classes, p.items.known = map[string]*class{}, map[usage.Item]*item{}
	p.families, p.kindOf = map[string]family{}, map[kindKey]int32{}
	p.customerOfLine, p.kindOfLine, p.out.next = make([]int32, n), make([]int32, n), make([]int32, n)
	for i := range p.month.Reports {
		if err := p.readReport(int32(i)); err != nil {
			return err
		}
	}
	if err := p.items.index(p.rows, p.terms, p.check); err != nil {
		return err
	}
	return p.refuse()
}

// noKind marks lines that can't be charged, or have nothing to charge.
const noKind = -1

// readReport finds the customers and kinds of the lines of a report.
func (p *pricing) readReport(n int32) error {
	r, start := &p.month.Reports[n], p.starts[n]
	p.mayRepeat = len(p.month.Reports) > 1
	kind := func(i int) int32 { g := r.Lines.At(i); return p.kind(&g, r) }
	newTenant := func(i int) bool { return i == 0 || r.Lines.At(i).Tenant != r.Lines.At(i-1).Tenant }
	if groups, ok := r.Lines.(usage.Groups); ok { // there may be millions, of few keys
		kinds := make([]int32, len(groups.Keys()))
		for i := range kinds {
			kinds[i] = p.kind(&groups.Keys()[i], r)
		}
		kind = func(i int) int32 { return kinds[groups.KeyOf(i)] }
		newTenant = func(i int) bool { return i == 0 || groups.TenantOf(i) != groups.TenantOf(i-1) }
	} else {
		p.mayRepeat = true
	}
	customer := int32(0)
	for i := range r.Lines.Len() {
		if err := p.check.Err(); err != nil {
			return err
		}
		if newTenant(i) {
			var err error
			if customer, err = p.customer(r.Lines.At(i).Tenant, n); err != nil {
				return err
			}
		}
		p.customerOfLine[start+i], p.kindOfLine[start+i] = customer, kind(i)
	}
	return nil
}

// A kindKey is what lines of one kind have in common.
type kindKey struct {
	usage.Item
	sku, infra, owner string
	hasSKU            bool
}

// kind returns the number of the kind of a line, given the line or its keys.
func (p *pricing) kind(g *usage.Group, r *Report) int32 {
	if g.NotBelow {
		return noKind
	}
	key := kindKey{usage.Item{Usage: g.Usage, OfferingItem: g.OfferingItem, Edition: g.Edition}, g.SKU, g.Infra, g.Owner, r.HasSKUs}
	if n, known := p.kindOf[key]; known {
		return n
	}
	k := &lineKind{item: p.items.get(key.Item, p.month.World), sku: g.SKU, hasSKU: r.HasSKUs, infraID: g.Infra, owner: g.Owner}
	if w := p.month.World; g.Infra != "" {
		if w.Storage != nil {
			k.infra, k.read = w.Storage(g.Infra)
		}
		if w.Owner != nil {
			k.of = w.Owner(g.Infra, g.Owner)
		}
	}
	n := int32(len(p.kinds))
	p.kinds, p.kindOf[key] = append(p.kinds, k), n
	return n
}

// line returns a line by its number.
func (p *pricing) line(i int32) usage.Group {
	n, found := slices.BinarySearch(p.starts, int(i))
	if !found {
		n--
	}
	return p.month.Reports[n].Lines.At(int(i) - p.starts[n])
}

// eachLine calls f for each line that has a number in numbers, with what is billed of it, in base units. The
// error is that of the context.
func (p *pricing) eachLine(numbers []int32, f func(i int32, billed usage.Amounts)) error {
	for n, r := range p.month.Reports {
		groups, compact := r.Lines.(usage.Groups)
		for j := range r.Lines.Len() {
			if err := p.check.Err(); err != nil {
				return err
			}
			i := int32(p.starts[n] + j)
			if numbers[i] == noKind {
				continue
			}
			if compact {
				f(i, groups.Of(j, figures.Billed))
			} else {
				f(i, r.Lines.At(j).Of(figures.Billed))
			}
		}
	}
	return nil
}

// decisionOf returns the decision about a line.
func (p *pricing) decisionOf(i int32) *decision { return p.decisions[p.decisionOfLine[i]] }

// chooseRows chooses a row for each line with a production amount, and counts what included quantities depend on.
func (p *pricing) chooseRows() error {
	err := p.eachLine(p.kindOfLine, func(i int32, billed usage.Amounts) {
		if billed.Production.IsZero() {
			p.kindOfLine[i] = noKind
			if !billed.Trial.IsZero() {
				p.out.TrialOnly++
			}
			return
		}
		p.out.Lines++
		customer, kind := p.customers[p.customerOfLine[i]], p.kindOfLine[i]
		n, known := customer.class.decisions[kind]
		if !known {
			n = int32(len(p.decisions))
			p.decisions = append(p.decisions, choose(customer.class, p.kinds[kind]))
			customer.class.decisions[kind] = n
			p.kinds[kind].used = true
		}
		p.kindOfLine[i] = n
		chosen := p.decisions[n]
		if !customer.seat.explicit {
			for _, r := range chosen.fitting {
				customer.seat.fitting[r.Currency] = r
			}
		}
		for _, term := range chosen.item.terms {
			addCount(&customer.counts, len(p.terms), term, billed.Production)
			addCount(&customer.seat.counts, len(p.terms), term, billed.Production)
		}
	})
	p.decisionOfLine, p.kindOfLine = p.kindOfLine, nil
	return err
}

// addCount adds a quantity to one of the sums that included quantities depend on.
func addCount(counts *[]usage.Decimal, n, term int, amount usage.Decimal) {
	if *counts == nil {
		*counts = make([]usage.Decimal, n)
	}
	(*counts)[term] = (*counts)[term].Add(amount)
}

// included returns what is free for a charge, in its unit.
func (p *pricing) included(c *Charge) usage.Decimal {
	var sum usage.Decimal
	for _, i := range c.bound.Included {
		if i.Item == "" {
			sum = sum.Add(i.Quantity)
			continue
		}
		if n := p.countOf(slices.Index(p.terms, i.Item), c); !n.IsZero() {
			sum = sum.Add(i.Quantity.Mul(n))
		}
	}
	return sum
}

// countOf returns how much of an item the pool of a charge has, in base units.
func (p *pricing) countOf(term int, c *Charge) (sum usage.Decimal) {
	add := func(counts []usage.Decimal) {
		if counts != nil {
			sum = sum.Add(counts[term])
		}
	}
	if c.bound.Pool == AccountPool {
		for _, s := range c.Account.seats {
			add(s.counts)
		}
	} else if c.customer >= 0 {
		add(p.customers[c.customer].counts)
	}
	return sum
}
