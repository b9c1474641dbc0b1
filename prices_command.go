package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/setup/settings"
	"acronis-reports-mcp/tools"
)

// managePrices begins a price list, or checks one.
func managePrices(ctx context.Context, e *env) error {
	args := e.Flags.Args
	if len(args) == 0 {
		return wrongUsage("prices needs init or check FILE")
	}
	set := flag.NewFlagSet("prices "+args[0], flag.ContinueOnError)
	set.SetOutput(io.Discard)
	month := set.String("month", "", "")
	files, err := parseMixed(set, args[1:])
	switch {
	case err != nil:
		return wrongUsage("%w", err)
	case args[0] == "init" && len(files) == 0:
		return beginPrices(ctx, e, *month)
	case args[0] == "check" && len(files) == 1:
		return checkPrices(ctx, e, files[0], *month)
	}
	return wrongUsage("prices needs init [--month M], or check FILE [--month M]")
}

// beginPrices prints the beginning of a price list: a row for each distinct line of
// a month.
func beginPrices(ctx context.Context, e *env, month string) error {
	m, costs, err := tools.PriceMonth(ctx, e.options, month)
	if err != nil {
		return err
	}
	if err := write(e.out, e.withoutSecrets(prices.Init(m, costs))); err != nil {
		return err
	}
	if !m.Reports[0].HasSKUs {
		fmt.Fprintf(e.errw, "The report of %s has no SKUs, so #sku is empty, and #cost where costs are by SKU. To have them, begin with: call prepare_months months='[%q]' skus=true\n", m.Month, m.Month)
	}
	return nil
}

// checkPrices prints what is wrong with a price list, and what a month doesn't find
// in it.
func checkPrices(ctx context.Context, e *env, file, month string) error {
	path, err := e.Path(file)
	if err != nil {
		return wrongUsage("FILE %w", err)
	}
	data, err := settings.ReadPrices(path)
	if err != nil {
		return fmt.Errorf("the price list %s can't be read: %w", escape.Quote(file), err)
	}
	list := prices.ParseList(filepath.Base(path), data)
	m := prices.Month{}
	if len(list.Faults) == 0 {
		if m, _, err = tools.PriceMonth(ctx, e.options, month); err != nil {
			fmt.Fprintln(e.errw, "The file has no faults. Its names and prices were not compared with a month: "+err.Error())
			return exitError{status: statusFailed}
		}
	}
	checked, err := prices.Check(ctx, list, m)
	if err != nil {
		return err
	}
	near := func(tenant string) []string {
		names, _ := m.World.Tenants.Suggest(ctx, tenant)
		return names
	}
	report, ok := describeChecked(list, checked, near)
	if err := write(e.out, e.withoutSecrets(report)); err != nil {
		return err
	}
	if !ok {
		return exitError{status: statusFailed}
	}
	return nil
}

// withoutSecrets returns a text without the secrets that a data centre may have put
// into names.
func (e *env) withoutSecrets(text string) string {
	if e.options.Client == nil {
		return text
	}
	return e.options.Client.Redact(text)
}

// describeChecked returns a line for everything that the user should look at. ok is
// false if there are faults or lines without a price. near returns names of tenants that are similar to one.
func describeChecked(list *prices.List, c *prices.Checked, near func(tenant string) []string) (report string, ok bool) {
	var b strings.Builder
	say := func(format string, a ...any) { b.WriteString(escape.Text(fmt.Sprintf(format, a...)) + "\n") }
	for _, f := range c.Faults {
		say("fault: %s", f)
	}
	for _, u := range c.Unused {
		if u.Beaten {
			say("never used: line %d always gives way to narrower rows", u.Row.Line)
		} else {
			say("never used: line %d fits nothing in this month", u.Row.Line)
		}
	}
	unknown := 0
	if c.Result != nil {
		for _, w := range c.Result.Warnings {
			if w.Kind == prices.NameUnknown {
				unknown++
				say("unknown name: line %d, column %s: %s%s", w.Row, w.Column, escape.Quote(w.Text), suggest(w, unknown, near))
			}
		}
		for _, u := range c.Result.Unpriced {
			say("no price: %s", describeUnpriced(u))
		}
	}
	for _, r := range c.Included {
		say("compare first: line %d includes quantities; compare its first invoice with the vendor's, because the vendor documents its pools only in part", r.Line)
	}
	ok = len(c.Faults) == 0 && (c.Result == nil || len(c.Result.Unpriced) == 0)
	switch {
	case len(c.Faults) > 0:
		say("%s has %s.", list.Name, escape.Count(len(c.Faults), "fault"))
	case !ok:
		say("%s has no faults, but lines of %s have no price.", list.Name, c.Result.Month)
	default:
		say("%s has no faults, and every line of %s has a price.", list.Name, c.Result.Month)
	}
	return b.String(), ok
}

// maxSuggestedFor is for how many unknown names similar ones are looked for: comparing with all tenants takes long.
const maxSuggestedFor = 20

// suggest returns the tenant whose name is most similar to the nth unknown name, as a question, or "".
func suggest(w prices.Warning, nth int, near func(tenant string) []string) string {
	if w.Column != "tenant" || nth > maxSuggestedFor {
		return ""
	}
	names := near(w.Text)
	if len(names) == 0 {
		return ""
	}
	return "; did you mean " + escape.Quote(names[0]) + "?"
}

// describeUnpriced says which lines have no price, why, and which row would help.
func describeUnpriced(u prices.Unpriced) string {
	text := fmt.Sprintf("%s of the report, %s (%s", escape.Count(u.Lines, "line"), u.Item.Label, u.Item.OfferingItem)
	if u.SKU != "" {
		text += ", SKU " + u.SKU
	}
	text += "), because " + tools.WhyUnpriced(u)
	if u.CSV != "" {
		text += "; add: " + u.CSV
	}
	return text
}
