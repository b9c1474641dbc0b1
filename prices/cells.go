package prices

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"acronis-reports-mcp/usage"
)

// readCells reads the cells of a row.
func (p *parser) readCells() {
	r := &p.row
	r.Tenant, r.Item, r.SKU, r.Infra, r.Owner = p.cells["tenant"], p.cells["item"], p.cells["sku"], p.cells["infra"], p.cells["owner"]
	r.Product, r.Text = p.cells["product"], p.cells["text"]
	r.Pool = CustomerPool
	for _, c := range []struct {
		name string
		read func(string) error
	}{
		{"per", p.readPer}, {"price", p.readPrice}, {"currency", p.readCurrency}, {"included", p.readIncluded},
		{"tiers", p.readTiers}, {"round", p.readRound}, {"at_least", p.readAtLeast}, {"pool", p.readPool},
		{"from", func(cell string) error { return readMonth(cell, &r.From) }},
		{"to", func(cell string) error { return readMonth(cell, &r.To) }},
		{"text", checkText},
	} {
		if cell := p.cells[c.name]; cell != "" {
			if err := c.read(cell); err != nil {
				p.fault(c.name, err.Error())
			}
		}
	}
}

var (
	numeric      = lazily(`^[+-]?[\d.,' ]*\d\s*%?$`)
	decimalComma = lazily(`^[+-]?\d[\d.']*,\d+$|^[+-]?,\d+$`)
	monthFormat  = lazily(`^\d{4}-(0[1-9]|1[0-2])$`)
	perFormat    = lazily(`^(?:(\d+)\s*)?([A-Za-z ]+)$`)
	placeholder  = lazily(`\{[^{}]*\}`)
)

// lazily compiles a regular expression when it is first used.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// looksNumeric reports whether a cell was intended as a number.
func looksNumeric(cell string) bool { return numeric().MatchString(cell) }

// parseNumber reads a decimal number. The error says what would be right.
func parseNumber(cell string) (usage.Decimal, error) {
	d, err := usage.ParseDecimal(cell)
	switch {
	case err == nil:
		return d, nil
	case decimalComma().MatchString(cell):
		return d, errors.New("a decimal comma, or one between thousands; write a decimal point, such as 0.05")
	case strings.HasSuffix(cell, "%"):
		return d, errors.New("write the number alone, without %")
	}
	return d, errors.New("must be a number with a decimal point, such as 0.05")
}

// atLeastZero reads a number that isn't negative.
func atLeastZero(cell string) (usage.Decimal, error) {
	d, err := parseNumber(cell)
	if err == nil && d.Sign() < 0 {
		err = errors.New("must not be negative")
	}
	return d, err
}

func (p *parser) readPrice(cell string) error {
	d, err := parseNumber(cell)
	p.row.Price = &d
	if err == nil && p.row.Kind == DiscountRow && (d.Sign() < 0 || d.Rat().Cmp(hundred) > 0) {
		err = errors.New("must be percent from 0 to 100")
	}
	if err == nil && p.row.Kind == MinimumRow && d.Sign() < 0 {
		err = errors.New("must not be negative")
	}
	return err
}

func (p *parser) readCurrency(cell string) error {
	p.row.Currency = strings.ToUpper(cell)
	if _, known := digitsOf(p.row.Currency); !known {
		return errors.New("must be the code of a currency in ISO 4217 that has a minor unit, such as EUR")
	}
	return nil
}

func (p *parser) readPer(cell string) (err error) {
	p.row.Per, err = parsePer(cell)
	return err
}

// parsePer reads what a price is for.
func parsePer(cell string) (Per, error) {
	found := perFormat().FindStringSubmatch(strings.Join(strings.Fields(cell), " "))
	if found == nil {
		return Per{}, errors.New("must be GiB, TiB, item or compute point, or such as 100 GiB")
	}
	block, err := usage.ParseDecimal(cmp.Or(found[1], "1"))
	if err != nil || block.Sign() <= 0 {
		return Per{}, errors.New("the number before the unit must be a whole number of at least 1")
	}
	for _, m := range []Measure{GiB, TiB, Item, ComputePoint} {
		if strings.EqualFold(found[2], string(m)) || strings.EqualFold(found[2], string(m)+"s") && (m == Item || m == ComputePoint) {
			return Per{block, m}, nil
		}
	}
	switch strings.ToUpper(found[2]) {
	case "GB", "TB":
		iec := found[2][:1] + "iB"
		return Per{}, fmt.Errorf("%s has two meanings: 1000 and 1024 based; the vendor counts 1024 based, so write %s", found[2], strings.ToUpper(iec[:1])+iec[1:])
	}
	return Per{}, errors.New("must be GiB, TiB, item or compute point, or such as 100 GiB")
}

func (p *parser) readIncluded(cell string) error {
	for term := range strings.SplitSeq(cell, "+") {
		number, item, each := strings.Cut(term, "/")
		quantity, err := atLeastZero(strings.TrimSpace(number))
		item = strings.TrimSpace(item)
		if err != nil || each && item == "" {
			return fmt.Errorf("must be a number, or a number for each of an item such as 300/bndl_workstations, or several of them joined by +: %w",
				cmp.Or(err, errors.New("the item is missing")))
		}
		p.row.Included = append(p.row.Included, Included{quantity, item})
	}
	return nil
}

func (p *parser) readTiers(cell string) error {
	const format = "must be such as graduated 500=0.05; *=0.04, or volume instead of graduated"
	how, steps, _ := strings.Cut(cell, " ")
	tiers := &Tiers{Volume: strings.EqualFold(how, "volume")}
	if !tiers.Volume && !strings.EqualFold(how, "graduated") {
		return errors.New(format)
	}
	for step := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(steps), ";"), ";") {
		bound, price, found := strings.Cut(step, "=")
		if !found {
			return errors.New(format)
		}
		value, err := parseNumber(strings.TrimSpace(price))
		if err != nil {
			return fmt.Errorf("the price of a tier: %w", err)
		}
		tier := Tier{Price: value}
		if bound = strings.TrimSpace(bound); bound != "*" {
			upTo, err := atLeastZero(bound)
			if err != nil {
				return fmt.Errorf("the bound of a tier: %w", err)
			}
			tier.UpTo = &upTo
		}
		tiers.Steps = append(tiers.Steps, tier)
	}
	p.row.Tiers = tiers
	return tiers.check()
}

// check refuses tiers that leave quantities without a price.
func (t *Tiers) check() error {
	for i, step := range t.Steps {
		last := i == len(t.Steps)-1
		switch {
		case last != (step.UpTo == nil):
			return errors.New("the last tier, and no other, must begin with *, which is everything above")
		case i > 0 && !last && step.UpTo.Cmp(*t.Steps[i-1].UpTo) <= 0:
			return errors.New("the bounds of tiers must grow")
		}
	}
	return nil
}

func (p *parser) readRound(cell string) error {
	how, step, _ := strings.Cut(cell, " ")
	switch strings.ToLower(how) {
	case "up":
		p.row.Round.Up = true
		if step == "" {
			return nil
		}
	case "nearest":
		d, err := atLeastZero(strings.TrimSpace(step))
		if err == nil && d.Sign() > 0 {
			p.row.Round.Nearest = &d
			return nil
		}
	}
	return errors.New("must be empty, up, or such as nearest 0.01")
}

func (p *parser) readAtLeast(cell string) error {
	d, err := atLeastZero(cell)
	p.row.AtLeast = &d
	return err
}

func (p *parser) readPool(cell string) error {
	p.row.Pool = Pool(strings.ToLower(cell))
	if p.row.Pool != CustomerPool && p.row.Pool != AccountPool {
		return errors.New("must be customer (or empty) or account")
	}
	return nil
}

func readMonth(cell string, month *string) error {
	*month = cell
	if !monthFormat().MatchString(cell) {
		return errors.New("must be a month such as 2026-10")
	}
	return nil
}

// checkText refuses placeholders that don't exist.
func checkText(cell string) error {
	for _, name := range placeholder().FindAllString(cell, -1) {
		if name != "{label}" && name != "{infra}" && name != "{month}" {
			return fmt.Errorf("%s isn't a placeholder; they are {label}, {infra} and {month}", name)
		}
	}
	return nil
}
