package prices

import (
	"fmt"

	"acronis-reports-mcp/usage"
)

// charge adds up the lines of each row and pool, and computes the amounts.
func (p *pricing) charge() error {
	for i := range p.out.next {
		p.out.next[i] = -1
	}
	err := p.eachLine(p.decisionOfLine, func(i int32, billed usage.Amounts) {
		chosen, customer := p.decisionOf(i), p.customers[p.customerOfLine[i]]
		settled := p.settle(customer.seat)
		switch {
		case chosen.ignored:
			p.out.NotBilled++
			p.produced(customer.seat, nil)
		case !settled:
			p.unpricedLine(i, billed.Production, chosen, Conflict)
		case chosen.row == nil:
			p.unpricedLine(i, billed.Production, chosen, chosen.reason)
		default:
			account := customer.seat.account(chosen.row.Currency)
			p.produced(customer.seat, account)
			c := p.chargeOf(p.customerOfLine[i], account, chosen)
			c.Base = c.Base.Add(billed.Production)
			p.link(c, i)
			if chosen.row.free {
				p.out.ZeroPriced++
			}
			if chosen.item.unit == usage.UnknownUnit || chosen.item.unit == "" {
				p.assumed(chosen.item.Usage)
			}
		}
	})
	if err != nil {
		return err
	}
	p.unitFaults()
	if err := p.refuse(); err != nil {
		return err
	}
	for _, a := range p.out.Accounts {
		for _, c := range a.Charges {
			if err := p.check.Err(); err != nil {
				return err
			}
			p.compute(c)
		}
	}
	return nil
}

// settle decides the accounts of a seat, adds them to the result, and reports whether its currency is known.
func (p *pricing) settle(s *seat) bool {
	settled := s.settle()
	if !s.listed {
		s.listed = true
		for _, a := range s.accounts {
			if !a.listed {
				a.listed, a.result = true, p.out
				p.out.Accounts = append(p.out.Accounts, a)
			}
		}
	}
	return settled
}

// produced notes that an account has a production line; nil is all accounts of the seat.
func (p *pricing) produced(s *seat, a *Account) {
	if a != nil {
		a.HasProduction = true
		return
	}
	for _, a := range s.accounts {
		a.HasProduction = true
	}
}

// link adds a line to a charge.
func (p *pricing) link(c *Charge, line int32) {
	if c.first < 0 {
		c.first = line
	} else {
		p.out.next[c.last] = line
	}
	c.last = line
}

// chargeOf returns the charge of the row chosen for a customer or its account. Costs are by SKU too.
func (p *pricing) chargeOf(number int32, a *Account, chosen *decision) *Charge {
	r, m, sku := chosen.row, chosen.row.Per.Measure, chosen.sku
	if m == Natural {
		m = natural(chosen.item.unit)
	}
	if !p.costs {
		sku = ""
	}
	if r.Pool == AccountPool {
		key := pooled{r.Line, m, sku}
		if c := a.pools[key]; c != nil {
			return c
		}
		c := p.newCharge(a, r, -1)
		if a.pools == nil {
			a.pools = map[pooled]*Charge{}
		}
		a.pools[key] = c
		return c
	}
	of := p.customers[number]
	for c := of.first; c != nil; c = c.nextOf {
		if c.bound == r && (r.Per.Measure == m || c.Measure() == m) && (!p.costs || p.decisionOf(c.first).sku == sku) {
			return c
		}
	}
	c := p.newCharge(a, r, number)
	c.nextOf, of.first = of.first, c
	return c
}

// pooled identifies a charge of an account.
type pooled struct {
	row     int // number of the line of the list
	measure Measure
	sku     string // of costs
}

// newCharge returns a charge without lines.
func (p *pricing) newCharge(a *Account, r *boundRow, customer int32) *Charge {
	const atOnce = 1000
	if len(p.slab) == 0 {
		p.slab = make([]Charge, atOnce)
	}
	c := &p.slab[0]
	p.slab = p.slab[1:]
	*c = Charge{Account: a, bound: r, customer: customer, first: -1, last: -1}
	a.Charges = append(a.Charges, c)
	return c
}

// compute sets the amount of a charge.
func (p *pricing) compute(c *Charge) {
	included := p.included(c)
	c.minor = c.bound.calculationOf(c.Measure(), c.Base, included).amount(&p.scratch, c.Base, included)
}

// assumed warns that the unit of a usage isn't known.
func (p *pricing) assumed(name string) {
	if !p.unknownUnits[name] {
		if p.unknownUnits == nil {
			p.unknownUnits = map[string]bool{}
		}
		p.unknownUnits[name] = true
		p.out.warn(UnitAssumed, name)
	}
}

// unitFaults refuses rows that name an item which isn't measured in what they are per.
func (p *pricing) unitFaults() {
	for _, i := range p.items.all {
		for _, candidates := range i.rows {
			for _, c := range candidates {
				if r := c.row.Row; r.Item != "" && r.Per.Measure != Natural && !r.Per.Measure.fits(i.unit) {
					p.fault(r, "per", perFault(r.Item, i.unit))
				}
			}
		}
	}
	for _, term := range p.terms {
		w := p.items.newWord(term)
		for _, i := range p.items.all {
			if _, ok := w.fits(i); ok && (i.unit == usage.Bytes || i.unit == usage.Seconds) {
				p.includedFault(term)
				break
			}
		}
	}
}

// includedFault refuses the rows that include something for each of an item that isn't counted.
func (p *pricing) includedFault(term string) {
	for _, r := range p.rows {
		for _, i := range r.Included {
			if i.Item == term {
				p.fault(r.Row, "included", fmt.Sprintf("%s isn't counted in items, so nothing can be included for each", term))
			}
		}
	}
}
