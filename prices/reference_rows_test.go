package prices_test

import (
	"slices"

	"acronis-reports-mcp/usage"
)

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
