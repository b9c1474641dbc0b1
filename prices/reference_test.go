package prices_test

import (
	"maps"
	"math/big"
	"slices"

	"acronis-reports-mcp/usage"
)

// The reference applies the rules in the plainest way: each line is compared with each row, and each number is a
// fraction. It shares no code with the package.

// A refRow is a row with its cells as text; numbers are read when they are needed.
type refRow map[string]string

// A refAccount is an account with the lines that it has no price for.
type refAccount struct {
	contact, currency string
	usage             *big.Rat
	discount          *big.Rat
	topUp, fees       *big.Rat
	unpriced          int
}

type refCharge struct {
	row     int
	pool    string // customer, or "" for the account
	account string
	lines   []usage.Group
	amount  *big.Rat
}

var refParents = map[string][]string{ // with the tenant itself, the nearest first
	"a": {"a", "p1", "us"}, "b": {"b", "p1", "us"}, "c": {"c", "f1", "p1", "us"}, "d": {"d", "p2", "p1", "us"},
	"e": {"e", "us"}, "z": {"z", "f2", "us"}, "p1": {"p1", "us"}, "p2": {"p2", "p1", "us"},
}

var refIDs = map[string]string{"Alpha": "a", "K-1": "a", "Partner One": "p1", "Partner Two": "p2", "Gamma": "c", "Epsilon": "e", "Delta": "d", "Zeta": "z", "Beta": "b"}

var refNames = map[string]string{"a": "Alpha", "b": "Beta", "c": "Gamma", "d": "Delta", "e": "Epsilon", "z": "Zeta", "p1": "Partner One", "p2": "Partner Two"}

func number(text string) *big.Rat {
	r, _ := new(big.Rat).SetString(text)
	return r
}

// refRound rounds halves away from zero.
func refRound(r *big.Rat, digits int) *big.Rat {
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	x := new(big.Rat).Mul(r, ten)
	half := big.NewRat(int64(x.Sign()), 2)
	x.Add(x, half)
	return x.Quo(new(big.Rat).SetInt(new(big.Int).Quo(x.Num(), x.Denom())), ten) // Quo of big.Int truncates
}

var refDigits = map[string]int{"EUR": 2, "JPY": 0, "KWD": 3}

func firstTenant(lines []usage.Group) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0].Tenant
}

// A refPricing is a list applied to lines.
type refPricing struct {
	rows     []refRow // that apply in October
	lines    []usage.Group
	accounts map[string]*refAccount
	derived  map[string]map[string]bool // the currencies of accounts without a row
	charges  map[string]*refCharge
	active   map[string]bool   // accounts with a production line
	charged  map[string]bool   // accounts that have fees
	minimums map[string][2]int // by account: rows that name it, and others; from 1
	refused  bool
}

// reference returns the accounts as text, as invoices does, and whether the list is refused.
func reference(rows []refRow, lines []usage.Group) (text string, refused bool) {
	p := &refPricing{
		rows: slices.DeleteFunc(slices.Clone(rows), func(r refRow) bool {
			return r["from"] > "2026-10" || r["to"] != "" && r["to"] < "2026-10"
		}),
		lines: lines, accounts: map[string]*refAccount{}, derived: map[string]map[string]bool{}, charges: map[string]*refCharge{},
		active: map[string]bool{}, charged: map[string]bool{}, minimums: map[string][2]int{},
	}
	p.findCurrencies()
	p.charge()
	p.chargeWithoutUsage()
	p.discount()
	p.addFees()
	if p.refused {
		return "", true
	}
	return p.text(), false
}

func (p *refPricing) seatOf(tenant string) (contact, tenantOfAccount, currency string) {
	for _, id := range refParents[tenant] {
		for _, r := range p.rows {
			if r["kind"] == "account" && refIDs[r["tenant"]] == id {
				return r["text"], id, r["currency"]
			}
		}
	}
	top := refParents[tenant][len(refParents[tenant])-2]
	if top == "f2" {
		top = "z"
	}
	return refNames[top], top, ""
}

func (p *refPricing) findCurrencies() {
	for _, g := range p.lines {
		if _, top, currency := p.seatOf(g.Tenant); currency == "" && !g.Absolute.Production.IsZero() {
			if p.derived[top] == nil {
				p.derived[top] = map[string]bool{}
			}
			for _, r := range p.rows {
				if r["kind"] == "" && refFits(r, g) != nil {
					p.derived[top][r["currency"]] = true
				}
			}
		}
	}
	charging := func(r refRow) bool { return r["kind"] == "fee" || r["kind"] == "minimum" || r["at_least"] != "" }
	for _, r := range p.rows {
		if r["tenant"] == "" || !charging(r) {
			continue
		}
		if _, top, currency := p.seatOf(refIDs[r["tenant"]]); currency == "" && len(p.derived[top]) == 0 {
			p.derived[top] = map[string]bool{r["currency"]: true}
		}
	}
}

func (p *refPricing) account(tenant string) (*refAccount, string) {
	contact, top, currency := p.seatOf(tenant)
	if currency == "" && len(p.derived[top]) == 1 {
		currency = slices.Collect(maps.Keys(p.derived[top]))[0]
	}
	key := contact + " " + currency
	if p.accounts[key] == nil {
		p.accounts[key] = &refAccount{contact, currency, new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), 0}
	}
	return p.accounts[key], top
}
