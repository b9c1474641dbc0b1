package prices_test

import (
	"math/big"
	"strings"

	"acronis-reports-mcp/usage"
)

// refAmount returns the amount of a charge, rounded.
func refAmount(r refRow, lines, pool []usage.Group) *big.Rat {
	block, unit := big.NewRat(1, 1), big.NewRat(1, 1)
	measure := r["per"]
	if n, m, found := strings.Cut(measure, " "); found && n != "compute" {
		block, measure = number(n), m
	}
	switch measure {
	case "GiB":
		unit = big.NewRat(1<<30, 1)
	case "compute point":
		unit = big.NewRat(3600, 1)
	}
	q := new(big.Rat)
	for _, g := range lines {
		q.Add(q, g.Absolute.Production.Rat())
	}
	q.Quo(q, unit)
	for term := range strings.SplitSeq(r["included"], " + ") {
		if term == "" {
			continue
		}
		n, item, each := strings.Cut(term, "/")
		count := big.NewRat(1, 1)
		if each {
			count.SetInt64(0)
			for _, g := range pool {
				if g.Usage == item || g.OfferingItem == item {
					count.Add(count, g.Absolute.Production.Rat())
				}
			}
		}
		q.Sub(q, count.Mul(count, number(n)))
	}
	if q.Sign() < 0 {
		q.SetInt64(0)
	}
	switch how, step, _ := strings.Cut(r["round"], " "); how {
	case "up":
		q = refCeil(q, block)
	case "nearest":
		s := number(step)
		q = new(big.Rat).Mul(refRound(new(big.Rat).Quo(q, s), 0), s)
	}
	if r["at_least"] != "" && q.Cmp(number(r["at_least"])) < 0 {
		q = number(r["at_least"])
	}
	return refRound(refPrice(r, q, block), refDigits[r["currency"]])
}

func refCeil(q, block *big.Rat) *big.Rat {
	n := new(big.Rat).Quo(q, block)
	whole := new(big.Int).Quo(n.Num(), n.Denom())
	if new(big.Rat).SetInt(whole).Cmp(n) < 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return n.Mul(new(big.Rat).SetInt(whole), block)
}

func refPrice(r refRow, q, block *big.Rat) *big.Rat {
	if r["tiers"] == "" {
		return new(big.Rat).Quo(new(big.Rat).Mul(q, number(r["price"])), block)
	}
	how, steps, _ := strings.Cut(r["tiers"], " ")
	sum, below := new(big.Rat), new(big.Rat)
	for step := range strings.SplitSeq(steps, "; ") {
		bound, price, _ := strings.Cut(step, "=")
		upTo := q
		if bound != "*" && number(bound).Cmp(q) < 0 {
			upTo = number(bound)
		}
		if how == "volume" {
			if upTo == q {
				return new(big.Rat).Quo(new(big.Rat).Mul(q, number(price)), block)
			}
			continue
		}
		part := new(big.Rat).Sub(upTo, below)
		sum.Add(sum, part.Mul(part, new(big.Rat).Quo(number(price), block)))
		below = upTo
	}
	return sum
}
