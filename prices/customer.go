package prices

import (
	"slices"
	"strings"
)

// customer returns the number of a customer in a report.
func (p *pricing) customer(id string, report int32) (int32, error) {
	if p.mayRepeat {
		if n, ok := p.byID()[id]; ok {
			if other := p.customers[n].report; other != report {
				return 0, &TwiceError{id, [2]string{p.month.Reports[other].ID, p.month.Reports[report].ID}}
			}
			return n, nil
		}
	}
	c := &customer{id: id, report: report}
	p.place(c, &p.month.Reports[report])
	n := int32(len(p.customers))
	p.customers = append(p.customers, c)
	if p.numbers != nil {
		p.numbers[id] = n
	}
	return n, nil
}

// byID returns the numbers of customers.
func (p *pricing) byID() map[string]int32 {
	if p.numbers == nil {
		p.numbers = make(map[string]int32, len(p.customers))
		for n, c := range p.customers {
			p.numbers[c.id] = int32(n)
		}
	}
	return p.numbers
}

// place finds the class and the seat of a customer.
func (p *pricing) place(c *customer, r *Report) {
	_, moved := r.Below[c.id]
	today, known := p.month.World.tenant(c.id)
	// The chain of a customer of the own tenant's report is that of its parent, and there may be many customers.
	usual := known && !moved && (r.Subject == "" || r.Subject == p.seats.own) && !p.named[c.id]
	if f, found := p.families[today.ParentID]; usual && found {
		c.class, c.seat = f.class, f.seat
		return
	}
	chain := p.chainIn(c.id, r)
	if c.seat, known = p.seats.of(chain); !known && p.month.World.readable() && !c.seat.explicit {
		p.out.warn(CustomersUnknown, c.id)
	}
	c.class = p.classOf(chain, c.seat)
	if usual && known && c.seat.tenant != c.id {
		p.families[today.ParentID] = family{c.class, c.seat}
	}
}

// chainIn returns the chain of a customer as a report has it: that of today, unless the customer has moved.
func (p *pricing) chainIn(id string, r *Report) []string {
	w := p.month.World
	below, moved := r.Below[id]
	today := w.chain(id)
	if subject := r.Subject; !moved && w.readable() && subject != id && !slices.Contains(today, subject) {
		if _, known := w.tenant(subject); known && subject != p.seats.own {
			below, moved = subject, p.seats.isTenant(id)
			if !moved { // it isn't known today, but it was below the subject
				return append([]string{id}, w.chain(subject)...)
			}
		}
	}
	if !moved {
		return today
	}
	p.out.warn(CustomersMoved, id)
	if below == "" || below == w.partnerAbove(today) {
		return today
	}
	return append([]string{id}, w.chain(below)...)
}

// classOf returns the class of tenants with a chain and a seat.
func (p *pricing) classOf(chain []string, s *seat) *class {
	c := &class{currencies: s.currencies(), readable: p.month.World.readable()}
	for _, id := range chain {
		if p.named[id] {
			c.chain = append(c.chain, id)
		}
	}
	key := strings.Join(c.chain, "\n") + "\n\n" + strings.Join(c.currencies, "\n")
	if known := p.classes[key]; known != nil {
		return known
	}
	c.decisions = map[int32]int32{}
	p.classes[key] = c
	return c
}
