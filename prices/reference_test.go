package prices_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

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

// refFits returns how narrow a row is for a line in each column, and for equal rows how many columns have a value
// where others may have *; or nil if it doesn't fit.
func refFits(r refRow, g usage.Group) []int {
	tenant, item := 99, 2
	if r["tenant"] != "" {
		if tenant = slices.Index(refParents[g.Tenant], refIDs[r["tenant"]]); tenant < 0 {
			return nil
		}
	}
	switch r["item"] {
	case "":
	case g.OfferingItem:
		item = 0
	case g.Usage, usage.NameOf(g.OfferingItem, g.Edition).UsageLabel:
		item = 1
	default:
		return nil
	}
	narrow := []int{tenant, item, 0, 0, 0, 0, 0, 0}
	values := []string{g.SKU, storages[g.Infra].Name, string(owners[g.Owner].Kind)}
	for i, column := range []string{"sku", "infra", "owner"} {
		switch cell := r[column]; {
		case cell == "":
			narrow[2+i] = 1
		case values[i] == "" || cell != "*" && cell != values[i]:
			return nil
		case cell == "*":
			narrow[5+i] = 1
		}
	}
	return narrow
}

func refBeats(a, b []int) bool {
	for _, part := range [][2][]int{{a[:5], b[:5]}, {a[5:], b[5:]}} {
		narrower := false
		for i := range part[0] {
			if part[0][i] > part[1][i] {
				return false
			}
			narrower = narrower || part[0][i] < part[1][i]
		}
		if narrower {
			return true
		}
	}
	return false
}

// refBest returns the row that beats all others, -1 if none fits, and -2 if several do.
func refBest(rows []refRow, fits func(int) []int) int {
	narrow := map[int][]int{}
	for i := range rows {
		if n := fits(i); n != nil {
			narrow[i] = n
		}
	}
	for i, n := range narrow {
		wins := true
		for j, other := range narrow {
			wins = wins && (i == j || refBeats(n, other))
		}
		if wins {
			return i
		}
	}
	return -1 - min(len(narrow), 1)
}

// refDiscount returns the discount of a charge of an account whose tenant is top.
func refDiscount(rows []refRow, c *refCharge, a *refAccount, top string) int {
	return refBest(rows, func(i int) (narrow []int) {
		r := rows[i]
		if r["kind"] != "discount" || r["currency"] != "" && r["currency"] != a.currency {
			return nil
		}
		for _, g := range c.lines {
			n := refFits(r, g)
			if n == nil {
				return nil
			}
			if narrow == nil {
				narrow = n
			}
		}
		of := rows[c.row]
		chain := refParents[top]
		if len(c.lines) == 0 {
			for _, column := range []string{"item", "sku", "infra", "owner"} {
				if r[column] != "" && r[column] != of[column] {
					return nil
				}
			}
			narrow = []int{99, 1, 0, 0, 0, 0, 0, 0}
			if r["item"] == "" {
				narrow[1] = 2
			}
			for i, column := range []string{"sku", "infra", "owner"} {
				if r[column] == "" {
					narrow[2+i] = 1
				}
			}
			if c.pool != "" {
				chain = refParents[c.pool]
			}
		}
		if r["tenant"] != "" && (c.pool == "" || len(c.lines) == 0) {
			if narrow[0] = slices.Index(chain, refIDs[r["tenant"]]); narrow[0] < 0 {
				return nil
			}
		}
		return narrow
	})
}

func firstTenant(lines []usage.Group) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0].Tenant
}

// reference returns the accounts as text, as invoices does, and whether the list is refused.
func reference(rows []refRow, lines []usage.Group) (text string, refused bool) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r refRow) bool {
		return r["from"] > "2026-10" || r["to"] != "" && r["to"] < "2026-10"
	})
	accounts := map[string]*refAccount{}
	seatOf := func(tenant string) (contact, tenantOfAccount, currency string) {
		for _, id := range refParents[tenant] {
			for _, r := range rows {
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
	// the currency of accounts without a row
	derived := map[string]map[string]bool{}
	for _, g := range lines {
		if _, top, currency := seatOf(g.Tenant); currency == "" && !g.Absolute.Production.IsZero() {
			if derived[top] == nil {
				derived[top] = map[string]bool{}
			}
			for _, r := range rows {
				if r["kind"] == "" && refFits(r, g) != nil {
					derived[top][r["currency"]] = true
				}
			}
		}
	}
	charging := func(r refRow) bool { return r["kind"] == "fee" || r["kind"] == "minimum" || r["at_least"] != "" }
	for _, r := range rows {
		if r["tenant"] == "" || !charging(r) {
			continue
		}
		if _, top, currency := seatOf(refIDs[r["tenant"]]); currency == "" && len(derived[top]) == 0 {
			derived[top] = map[string]bool{r["currency"]: true}
		}
	}
	account := func(tenant string) (*refAccount, string) {
		contact, top, currency := seatOf(tenant)
		if currency == "" && len(derived[top]) == 1 {
			currency = slices.Collect(maps.Keys(derived[top]))[0]
		}
		key := contact + " " + currency
		if accounts[key] == nil {
			accounts[key] = &refAccount{contact, currency, new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), 0}
		}
		return accounts[key], top
	}
	charges := map[string]*refCharge{}
	active := map[string]bool{}
	for _, g := range lines {
		if g.Absolute.Production.IsZero() {
			continue
		}
		a, top := account(g.Tenant)
		key := a.contact + " " + a.currency
		active[key] = true
		i := refBest(rows, func(i int) []int {
			if rows[i]["kind"] != "" || len(derived[top]) < 2 && rows[i]["currency"] != a.currency {
				return nil
			}
			return refFits(rows[i], g)
		})
		if i < 0 || len(derived[top]) > 1 {
			a.unpriced++
			continue
		}
		pool := g.Tenant
		if rows[i]["pool"] == "account" {
			pool = ""
		}
		at := fmt.Sprint(i, "|", pool, "|", key)
		if charges[at] == nil {
			charges[at] = &refCharge{row: i, pool: pool, account: key}
		}
		charges[at].lines = append(charges[at].lines, g)
	}
	for i, r := range rows { // at least, without usage
		tenant := refIDs[r["tenant"]]
		if r["at_least"] == "" || tenant == "" || r["pool"] != "account" && strings.HasPrefix(tenant, "p") {
			continue
		}
		a, _ := account(tenant)
		if a.currency != r["currency"] {
			continue
		}
		pool := tenant
		if r["pool"] == "account" {
			pool = ""
		}
		key := a.contact + " " + a.currency
		if at := fmt.Sprint(i, "|", pool, "|", key); charges[at] == nil {
			charges[at] = &refCharge{row: i, pool: pool, account: key}
		}
	}
	discounts := map[string]*big.Rat{} // sums of charges by account and row
	for _, c := range charges {
		var pool []usage.Group
		for _, g := range lines {
			if a, _ := account(g.Tenant); g.Tenant == c.pool || c.pool == "" && a == accounts[c.account] {
				pool = append(pool, g)
			}
		}
		c.amount = refAmount(rows[c.row], c.lines, pool)
		a := accounts[c.account]
		_, top, _ := seatOf(cmp.Or(firstTenant(c.lines), refIDs[rows[c.row]["tenant"]]))
		i := refDiscount(rows, c, a, top)
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
		a := accounts[key]
		percent := new(big.Rat).Quo(number(rows[i]["price"]), big.NewRat(100, 1))
		a.discount.Add(a.discount, refRound(percent.Mul(percent, sum), refDigits[a.currency]))
	}
	// fees and minimums
	charged := map[string]bool{}    // accounts that have fees
	minimums := map[string][2]int{} // by account: rows that name it, and others; from 1
	for i, r := range rows {
		if r["kind"] != "fee" && r["kind"] != "minimum" {
			continue
		}
		if r["tenant"] == "" {
			for key, a := range accounts {
				if !active[key] || a.currency != r["currency"] {
					continue
				}
				if r["kind"] == "fee" {
					charged[key] = true
					a.fees.Add(a.fees, refRound(number(r["price"]), refDigits[a.currency]))
					continue
				}
				m := minimums[key]
				refused = refused || m[1] > 0
				m[1] = i + 1
				minimums[key] = m
			}
			continue
		}
		tenant := refIDs[r["tenant"]]
		a, top := account(tenant)
		key := a.contact + " " + a.currency
		switch {
		case a.currency != r["currency"] || r["kind"] == "minimum" && top != tenant:
			return "", true
		case r["kind"] == "fee":
			charged[key] = true
			a.fees.Add(a.fees, refRound(number(r["price"]), refDigits[a.currency]))
		default:
			m := minimums[key]
			refused = refused || m[0] > 0
			m[0] = i + 1
			minimums[key] = m
		}
	}
	var all []string
	for _, key := range slices.SortedFunc(maps.Keys(accounts), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		a := accounts[key]
		has := a.unpriced > 0
		for _, c := range charges {
			has = has || c.account == key
		}
		net := new(big.Rat).Sub(a.usage, a.discount)
		if m := max(minimums[key][0], 0); m > 0 || minimums[key][1] > 0 {
			has = true
			if m == 0 {
				m = minimums[key][1]
			}
			if missing := new(big.Rat).Sub(refRound(number(rows[m-1]["price"]), refDigits[a.currency]), net); missing.Sign() > 0 && a.unpriced == 0 {
				a.topUp = missing
			}
		}
		has = has || charged[key]
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
	return strings.Join(all, "\n"), refused
}
