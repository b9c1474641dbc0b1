package tools

import (
	"context"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
)

// checkSKUs refuses two reports that can be compared but lack SKUs. It names the call
// after which the reports of both months have them and are about the same tenant.
func checkSKUs(ctx context.Context, s *service, tenant string, periods [2]acronis.ReportPeriod, found [2]figures.Source) error {
	if found[0].Report.Params().ShowSKUs && found[1].Report.Params().ShowSKUs {
		return nil
	}
	var months []string
	var with []figures.Source // reports with SKUs that the other month can have too
	missing := prepareMonthsIn{Tenant: tenant, SKUs: true}
	for _, p := range periods {
		from, err := s.figures.FindSourceWithSKUs(ctx, tenant, p)
		if err != nil {
			return err
		}
		month := p.Start[:len("2026-10")]
		months = append(months, month)
		if from.Report.Params().ShowSKUs && from.ListsCustomers() {
			with = append(with, from)
		} else {
			missing.Months = append(missing.Months, month)
		}
	}
	switch {
	case len(with) == 1: // the other month needs one about the same tenant
		missing.Tenant = with[0].Report.Params().TenantID
	case len(with) == 2 && with[0].Report.Params().TenantID != with[1].Report.Params().TenantID:
		above := 0 // the one whose report is about more tenants
		if with[0].Report.Params().TenantID == tenant {
			above = 1
		}
		missing.Tenant, missing.Months = with[above].Report.Params().TenantID, []string{months[1-above]}
	case len(with) == 2:
		missing.Months, missing.Fresh = months, true
	}
	return refused("To compare by SKU, the reports of both months must have SKUs and be about the same tenant. Call " +
		callText("prepare_months", missing) + ", then call again.")
}
