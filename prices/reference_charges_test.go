package prices_test

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"

	"acronis-reports-mcp/usage"
)

func (p *refPricing) charge() {
	for _, g := range p.lines {
		if g.Absolute.Production.IsZero() {
			continue
		}
		a, top := p.account(g.Tenant)
		key := a.contact + " " + a.currency
		p.active[key] = true
		i := refBest(p.rows, func(i int) []int {
			if p.rows[i]["kind"] != "" || len(p.derived[top]) < 2 && p.rows[i]["currency"] != a.currency {
				return nil
			}
			return refFits(p.rows[i], g)
		})
		if i < 0 || len(p.derived[top]) > 1 {
			a.unpriced++
			continue
		}
		pool := g.Tenant
		if p.rows[i]["pool"] == "account" {
			pool = ""
		}
		at := fmt.Sprint(i, "|", pool, "|", key)
		if p.charges[at] == nil {
			p.charges[at] = &refCharge{row: i, pool: pool, account: key}
		}
		p.charges[at].lines = append(p.charges[at].lines, g)
	}
}

// chargeWithoutUsage adds the charges of rows with at_least.
func (p *refPricing) chargeWithoutUsage() {
	for i, r := range p.rows {
		tenant := refIDs[r["tenant"]]
		if r["at_least"] == "" || tenant == "" || r["pool"] != "account" && strings.HasPrefix(tenant, "p") {
			continue
		}
		a, _ := p.account(tenant)
		if a.currency != r["currency"] {
			continue
		}
		pool := tenant
		if r["pool"] == "account" {
			pool = ""
		}
		key := a.contact + " " + a.currency
		if at := fmt.Sprint(i, "|", pool, "|", key); p.charges[at] == nil {
			p.charges[at] = &refCharge{row: i, pool: pool, account: key}
		}
	}
}

func (p *refPricing) discount() {
	discounts := map[string]*big.Rat{} // sums of p.charges by account and row
	for _, c := range p.charges {
		var pool []usage.Group
		for _, g := range p.lines {
			if a, _ := p.account(g.Tenant); g.Tenant == c.pool || c.pool == "" && a == p.accounts[c.account] {
				pool = append(pool, g)
			}
		}
		c.amount = refAmount(p.rows[c.row], c.lines, pool)
		a := p.accounts[c.account]
		_, top, _ := p.seatOf(cmp.Or(firstTenant(c.lines), refIDs[p.rows[c.row]["tenant"]]))
		i := refDiscount(p.rows, c, a, top)
		if i == -2 {
			a.unpriced += max(1, len(c.lines))
			continue
		}
		a.usage.Add(a.usage, c.amount)
		if i >= 0 {
			at := fmt.Sprint(i, "|", c.account)
			if discounts[at] == nil {
				discounts[at] = new(big.Rat)
			}
			discounts[at].Add(discounts[at], c.amount)
		}
	}
	for at, sum := range discounts {
		row, key, _ := strings.Cut(at, "|")
		var i int
		fmt.Sscan(row, &i)
		a := p.accounts[key]
		percent := new(big.Rat).Quo(number(p.rows[i]["price"]), big.NewRat(100, 1))
		a.discount.Add(a.discount, refRound(percent.Mul(percent, sum), refDigits[a.currency]))
	}
}
