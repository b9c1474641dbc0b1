package prices_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

func (p *refPricing) addFees() {
	for i, r := range p.rows {
		if r["kind"] != "fee" && r["kind"] != "minimum" {
			continue
		}
		if r["tenant"] == "" {
			for key, a := range p.accounts {
				if !p.active[key] || a.currency != r["currency"] {
					continue
				}
				if r["kind"] == "fee" {
					p.charged[key] = true
					a.fees.Add(a.fees, refRound(number(r["price"]), refDigits[a.currency]))
					continue
				}
				m := p.minimums[key]
				p.refused = p.refused || m[1] > 0
				m[1] = i + 1
				p.minimums[key] = m
			}
			continue
		}
		tenant := refIDs[r["tenant"]]
		a, top := p.account(tenant)
		key := a.contact + " " + a.currency
		switch {
		case a.currency != r["currency"] || r["kind"] == "minimum" && top != tenant:
			p.refused = true
			return
		case r["kind"] == "fee":
			p.charged[key] = true
			a.fees.Add(a.fees, refRound(number(r["price"]), refDigits[a.currency]))
		default:
			m := p.minimums[key]
			p.refused = p.refused || m[0] > 0
			m[0] = i + 1
			p.minimums[key] = m
		}
	}
}

// text returns the accounts that have anything.
func (p *refPricing) text() string {
	var all []string
	for _, key := range slices.SortedFunc(maps.Keys(p.accounts), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		a := p.accounts[key]
		has := a.unpriced > 0
		for _, c := range p.charges {
			has = has || c.account == key
		}
		net := new(big.Rat).Sub(a.usage, a.discount)
		if m := max(p.minimums[key][0], 0); m > 0 || p.minimums[key][1] > 0 {
			has = true
			if m == 0 {
				m = p.minimums[key][1]
			}
			if missing := new(big.Rat).Sub(refRound(number(p.rows[m-1]["price"]), refDigits[a.currency]), net); missing.Sign() > 0 && a.unpriced == 0 {
				a.topUp = missing
			}
		}
		has = has || p.charged[key]
		if !has {
			continue
		}
		total := new(big.Rat).Add(net, a.topUp)
		total.Add(total, a.fees)
		d := refDigits[a.currency]
		line := fmt.Sprintf("%s %s U %s D %s T %s F %s = %s", a.contact, a.currency, a.usage.FloatString(d), a.discount.FloatString(d),
			a.topUp.FloatString(d), a.fees.FloatString(d), total.FloatString(d))
		if a.unpriced > 0 {
			line += fmt.Sprintf(" (%d unpriced)", a.unpriced)
		}
		all = append(all, line)
	}
	return strings.Join(all, "\n")
}
