package prices

import (
	"math/big"
	"strings"

	"acronis-reports-mcp/usage"
)

// Billed returns the quantity that is charged, in the unit: what was used without what is included, rounded and at
// least what the row says.
func (c *Charge) Billed() *big.Rat {
	included := c.Included()
	calc := c.bound.calculationOf(c.Measure(), c.Base, included)
	return new(big.Rat).SetFrac(new(big.Int).Set(calc.billed(&scratch{}, c.Base, included)), calc.perUnit)
}

// TiersText returns the tiers of a row as a price list has them, or "".
func (r *Row) TiersText() string { return r.tiersCell() }

// PriceText returns a price with at least the decimals of its currency.
func PriceText(price usage.Decimal, currency string) string {
	digits, _ := digitsOf(currency)
	places, exact := price.Rat().FloatPrec()
	if !exact {
		return price.String()
	}
	return price.Rat().FloatString(max(places, digits))
}

// Words are what a text of the price list can contain.
type Words struct{ Label, Infra, Month string }

// Fill returns a text of the price list with its placeholders filled in, or the label if there is no text.
func (w Words) Fill(text string) string {
	if text == "" {
		return strings.TrimSpace(w.Label + " " + w.Infra)
	}
	// All at once, because a name may look like a placeholder.
	return strings.TrimSpace(strings.NewReplacer("{label}", w.Label, "{infra}", w.Infra, "{month}", w.Month).Replace(text))
}

// Decimal returns a quantity as text: exactly, or rounded to some decimals, halves away from zero.
func Decimal(r *big.Rat, places int) string {
	text := r.FloatString(places)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// Label returns the human name of usages, as [Key.Usage] has them.
func (k Key) Label() string {
	var labels []string
	for name := range strings.SplitSeq(k.Usage, " + ") {
		known := usage.NameOf(name, k.Edition)
		if k.OfferingItem != "" {
			known = usage.NameOf(k.OfferingItem, k.Edition)
		}
		label := known.UsageLabel
		if k.OfferingItem != "" && known.Label != "" {
			label = known.Label
		}
		if label == "" {
			label = name
		}
		labels = append(labels, label)
	}
	return strings.Join(labels, " + ")
}
