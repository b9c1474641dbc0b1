package tools

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/sheets"
)

// lineBytes is how much memory a line of an invoice uses until it is written, in
// bytes.
const lineBytes = 1600

// exportInvoice writes what accounts are charged in the layout of an invoice.
func exportInvoice(ctx context.Context, s *service, in exportUsageIn) (exportUsageOut, error) {
	none := exportUsageOut{}
	if err := in.checkInvoice(s); err != nil {
		return none, err
	}
	list, err := s.prices()
	if err != nil {
		return none, err
	}
	rates := list
	if in.Layout == "psa" {
		rates = list.WithoutRates()
	}
	found, months, err := in.usageQuestion.pricedMonths(ctx, s, rates)
	if err != nil {
		return none, err
	}
	v := newPriceView(s, found, months, true)
	if in.Layout == "psa" && (s.CostList != nil || s.CostsAPI) {
		if err := v.priceCosts(ctx); err != nil {
			return none, err
		}
	}
	if !v.pricesComplete() && !in.Partial {
		return none, v.incomplete()
	}
	lines, err := v.invoiceLines(ctx, list)
	if err != nil {
		return none, err
	}
	invoice := sheets.Invoice{Lines: lines, Redact: s.redact, Accounting: s.Invoice}
	if err := memory.Reserve(ctx, int64(len(invoice.Lines)*lineBytes)); err != nil {
		return none, err
	}
	if err := checkLines(invoice.Lines, in.Layout); err != nil {
		return none, err
	}
	out := exportUsageOut{answerHead: v.m.head(), Rows: len(invoice.Lines), Totals: []sheets.Total{}, Proof: v.m.proofs}
	if out.Charges, err = v.invoiceTotals(ctx); err != nil {
		return none, err
	}
	out.Matched, out.Warnings = months[0].filter.Matched, v.warnings()
	if warning := sharedName(invoice.Lines, in.Layout); warning != "" {
		out.Warnings = append(out.Warnings, warning)
	}
	complete := v.pricesComplete()
	out.Complete = &complete
	invoice.Totals, invoice.Proof = out.Charges, v.proof(list)
	_, invoice.ProofLines = sheetProofOf(out.answerHead, v.m)
	invoice.ProofLines = append(invoice.ProofLines, []string{"price list", list.Name}, []string{"price list sha256", list.SHA256}, []string{"complete", fmt.Sprint(complete)})
	name := string(in.Layout) + "-" + strings.TrimPrefix(sheets.Name(v.m.answers, s.redact), "usage-")
	if !complete {
		name += "-partial"
	}
	file, err := invoice.Write(ctx, s.ExportDir, name, string(in.Layout), string(in.Format))
	out.File, out.AlteredCells = file.Path, file.Altered
	return out, err
}

// checkInvoice refuses arguments that invoices don't have, and layouts without the
// settings that they need.
func (in exportUsageIn) checkInvoice(s *service) error {
	switch {
	case in.GroupBy != nil || in.MinValue != nil || in.Measure != "" && in.Measure != "billed" || in.Scope != "" && in.Scope != "production":
		return refused("group_by, measure, scope and min_value are for layout usage: an invoice has every line, as billed.")
	case (in.Layout == "xero" || in.Layout == "quickbooks") && in.Format != "" && in.Format != "csv":
		return refused("The layout " + string(in.Layout) + " is csv only: leave format out.")
	case in.Layout == "xero" && (s.Invoice.Account == "" || s.Invoice.Tax == ""):
		return refused("Xero needs an account code and a tax type on each line. The user can start this server with --invoice-account CODE and --invoice-tax TYPE.")
	}
	return nil
}

// pricesComplete reports whether all charges are final, whatever is known of costs.
func (v *priceView) pricesComplete() bool {
	return !slices.ContainsFunc(v.months, func(m *pricedMonth) bool {
		without := *m
		without.costs = nil
		return !without.complete()
	})
}

// incomplete says why an invoice isn't written.
func (v *priceView) incomplete() error {
	why, next := v.doubts()
	unpriced := 0
	for i, m := range v.months {
		month := v.m.month(i)
		for _, u := range m.unpriced() {
			unpriced += u.Lines
			why = append(why, strings.TrimSpace(fmt.Sprintf("%s %s of %s: %s", month, escape.Count(u.Lines, "line"), escape.Text(cmp.Or(u.Item.OfferingItem, u.Item.Usage)), v.why(m, u))))
		}
	}
	const most = 5
	if more := len(why) - most; more > 0 {
		why = append(why[:most], fmt.Sprintf("and %d more", more))
	}
	if unpriced > 0 {
		next += " price_usage shows the rows that the price list lacks."
	}
	return refused("No file was written, because the amounts are not complete: " + strings.Join(why, "; ") + "." + next + " partial: true writes what there is.")
}

// checkLines refuses a layout that the lines don't fit.
func checkLines(lines []sheets.InvoiceLine, layout invoiceLayout) error {
	currencies, unnamed := map[string]bool{}, map[int]bool{}
	for _, l := range lines {
		currencies[l.Currency] = true
		if l.Product == "" {
			unnamed[l.Row] = true
		}
	}
	if layout == "psa" && len(unnamed) > 0 {
		return refused("The layout psa needs a product on each line. The user must fill in the column product in these lines of the price list: " +
			joinNumbers(slices.Sorted(maps.Keys(unnamed))) + ".")
	}
	if (layout == "xero" || layout == "quickbooks") && len(currencies) > 1 {
		return refused("The layout " + string(layout) + " has no column for the currency, and these invoices are in " +
			strings.Join(slices.Sorted(maps.Keys(currencies)), " and ") + ": choose customers of one currency.")
	}
	return nil
}

// sharedName warns if a layout without ids has the same name for several tenants, which
// other software then takes for one.
func sharedName(lines []sheets.InvoiceLine, layout invoiceLayout) string {
	ids := map[string]string{}
	shared := map[string]bool{}
	for _, l := range lines {
		name, id := l.Account, l.AccountID
		switch {
		case layout == "invoice":
			return ""
		case layout == "psa" && l.Customer != "":
			name, id = l.Customer, l.CustomerID
		case layout == "psa":
			name = l.Payer
		}
		if other, known := ids[name]; known && other != id {
			shared[name] = true
		}
		ids[name] = id
	}
	switch {
	case len(shared) == 0:
		return ""
	case layout == "psa":
		return "Several tenants have the same name, and the file has no ids: " + strings.Join(escape.Names(slices.Sorted(maps.Keys(shared)), 10), ", ") + ". The layout invoice has ids."
	}
	return "Several accounts have the same contact, and other software may take them for one: " +
		strings.Join(escape.Names(slices.Sorted(maps.Keys(shared)), 10), ", ") + ". Rows of the kind account can give them contacts in text."
}

// invoiceTotals returns the totals of all months.
func (v *priceView) invoiceTotals(ctx context.Context) (totals []priceSum, err error) {
	for i, m := range v.months {
		groups, err := m.Groups(ctx, prices.ByAccount, m.choice())
		if err != nil {
			return nil, err
		}
		for _, sum := range prices.Totals(groups) {
			total := sumOf(sum)
			total.Of = v.m.month(i)
			totals = append(totals, total)
		}
	}
	return totals, nil
}
