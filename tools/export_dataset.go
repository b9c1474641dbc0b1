package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/sheets/dataset"
)

// exportDataset writes the rows of months for database engines.
func exportDataset(ctx context.Context, s *service, in exportUsageIn) (out exportUsageOut, err error) {
	if in.GroupBy != nil || in.Usages != nil || in.Customers != nil || in.MinValue != nil || in.Measure != "" || in.Scope != "" || in.Format != "" || in.Partial {
		return out, refused("A dataset has every row of the reports. With layout dataset give only tenant, months or report_ids, and filter where you read it.")
	}
	d := s.dataset()
	err = s.figures.WithoutDamaged(func() error {
		found, err := in.wholeMonthSources(ctx, s)
		if err == nil {
			err = in.listCustomers(ctx, s, found)
		}
		if err == nil {
			out, err = in.writeMonths(ctx, s, d, found)
		}
		return err
	})
	if mixed := (*dataset.MixedError)(nil); errors.As(err, &mixed) {
		err = refused("No month was written: " + escape.Text(mixed.Text) + ".")
	}
	return out, err
}

// charges returns what a month is charged, or nil without a price list. The prices
// of an account may depend on all its customers, so charges are computed from the
// report of the user's own tenant, unless report_ids name another.
func (in exportUsageIn) charges(ctx context.Context, s *service, of monthSource) (*dataset.Charges, error) {
	if s.PriceList == nil {
		return nil, nil
	}
	list, err := s.prices()
	if err != nil {
		return nil, err
	}
	q := in.usageQuestion
	q.Months, q.ReportIDs = []string{of.month}, nil
	if in.Tenant != "" && in.ReportIDs == nil {
		found, err := q.priceSources(ctx, s)
		if missing := (*figures.MissingError)(nil); errors.As(err, &missing) {
			return nil, refused("The charges of " + of.month + " are computed from the report of your own tenant, because they may depend on all customers. " + missingText(missing))
		}
		if err != nil {
			return nil, err
		}
		of = found[0]
	}
	charges := &dataset.Charges{PriceList: list.SHA256, From: of.source}
	if s.CostList != nil || s.CostsAPI {
		costs, err := s.costs(ctx, q.Months)
		if err != nil {
			return nil, err
		}
		charges.CostList = costs.SHA256
	}
	charges.Compute = func(ctx context.Context) (made dataset.Charged, err error) {
		months, err := q.priceMonths(ctx, s, list, []monthSource{of})
		if err != nil {
			return made, err
		}
		months[0].unaltered = true
		v := newPriceView(s, []monthSource{of}, months, true)
		if made.Lines, err = v.invoiceLines(ctx, list); err != nil {
			return made, err
		}
		made.Complete = v.pricesComplete()
		if charges.CostList == "" {
			return made, nil
		}
		if err := v.priceCosts(ctx); err != nil {
			return made, err
		}
		made.Costs, made.CostsComplete = months[0].rawCosts(), len(months[0].costs.Open(months[0].choice())) == 0
		return made, nil
	}
	return charges, nil
}

// rawCosts returns what is chosen costs, by customer and SKU, with text as it is.
func (m *pricedMonth) rawCosts() (costs []dataset.Cost) {
	chosen := m.choice()
	for _, item := range m.costs.Items {
		if slices.ContainsFunc(item.Charges, chosen.Has) {
			costs = append(costs, dataset.Cost{TenantID: item.Tenant, Tenant: m.rawName(item.Tenant), SKU: item.SKU, Amount: item.Amount.String(), Currency: item.Amount.Currency})
		}
	}
	return costs
}

// rawName returns the name of a tenant as it is.
func (m *pricedMonth) rawName(id string) string {
	t, _ := m.answer.Selection.Tree.Find(id)
	if t.Name == "" && id != "" {
		return m.answer.Summary.Tenants.Name(id)
	}
	return t.Name
}

// WithoutCustomers is what refusals say of reports that have only sums of partners.
const WithoutCustomers = "doesn't list each customer"

// listCustomers refuses reports that have only sums of partners: later months may
// have the rows of their customers, and the dataset would have both. It also refuses
// reports that have a row for each day, because sums of a month would have all of them.
func (in exportUsageIn) listCustomers(ctx context.Context, s *service, found []monthSource) error {
	for _, f := range found {
		if kind := f.source.Report.Params().Kind; kind != "usage_summary" {
			return refused(fmt.Sprintf("The report of %s is a %s, and a dataset has one row for a whole month: pass months, or the report_ids of reports of the kind usage_summary.", f.month, escape.Text(kind)))
		}
		tree, readable, err := s.tenants.Around(ctx, f.source.Tenant())
		if err != nil {
			return err
		}
		t, _ := tree.Find(f.source.Tenant())
		if readable && !f.source.ListsCustomers() && !acronis.IsCustomer(t.Kind) {
			call, err := escape.Marshal(in.prepare([]string{f.month}).Arguments)
			if err != nil {
				return err
			}
			return refused(fmt.Sprintf("The report of %s %s. First call prepare_months %s, then pass months instead of report_ids.", f.month, WithoutCustomers, call))
		}
	}
	return nil
}

// writeMonths brings months of a dataset up to date.
func (in exportUsageIn) writeMonths(ctx context.Context, s *service, d *dataset.Dataset, found []monthSource) (exportUsageOut, error) {
	out := exportUsageOut{File: d.Folder, Totals: []sheets.Total{}, Proof: []proof{}}
	out.DataCentre, out.Subject = s.DataCentre, s.tenantName(ctx, found[0].source.Tenant())
	out.Measure, out.Scope, out.Selection = figures.Billed, "production", "all rows; the column counted says which are in totals"
	out.Months, out.Warnings = monthsOf(found), []string{}
	for _, f := range found {
		charges, err := in.charges(ctx, s, f)
		if err != nil {
			return exportUsageOut{}, err
		}
		written, err := d.Write(ctx, f.month, f.source, charges)
		if err != nil {
			return exportUsageOut{}, err
		}
		out.Rows += int(written.Rows)
		if written.Unchanged {
			out.Unchanged = append(out.Unchanged, f.month)
		}
		if written.Rejected > 0 {
			out.Warnings = append(out.Warnings, fmt.Sprintf("%s: bad rows, only in the folder rejected: %d.", f.month, written.Rejected))
		}
		out.Proof = append(out.Proof, proof{
			Month: f.month, ReportID: f.source.Report.ID, Created: escape.Text(f.source.Stored.CreatedAt), SHA256: written.SHA256,
			Rows: written.Rows, Skipped: written.Rejected, Control: controlTotals{Status: "cannot check", Why: "a dataset adds nothing up"},
		})
	}
	return out, nil
}
