package tools

import (
	"context"
	"errors"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/sheets/dataset"
)

// DatasetKeeps reports whether a dataset in the export folder has a month of a tenant
// as it should be, although the report that it was made from no longer exists. Charges
// must be from the price list and the costs as they are now.
func DatasetKeeps(ctx context.Context, o Options, tenant, month string) bool {
	s := newService(o)
	kept, ok := s.dataset().Kept(month)
	if !ok {
		return false
	}
	id, err := s.tenants.Resolve(ctx, tenant)
	if err != nil || id != kept.Tenant {
		return false
	}
	if s.PriceList != nil && !s.chargesKept(ctx, kept, month) {
		return false
	}
	_, err = s.Client.GetReport(ctx, kept.Report)
	var refusal *acronis.Error
	return errors.As(err, &refusal) && refusal.Kind == acronis.NotFound
}

// chargesKept reports whether the charges of a month are from the price list and the
// costs as they are now.
func (s *service) chargesKept(ctx context.Context, kept dataset.Kept, month string) bool {
	list, err := s.prices()
	if err != nil || list.SHA256 != kept.PriceList {
		return false
	}
	if s.CostList == nil && !s.CostsAPI {
		return kept.CostList == ""
	}
	costs, err := s.costs(ctx, []string{month})
	return err == nil && costs.SHA256 == kept.CostList
}

// dataset returns the dataset in the export folder.
func (s *service) dataset() *dataset.Dataset {
	d := &dataset.Dataset{Folder: s.ExportDir, DataCentre: "demo", NoNames: s.NoNames, Figures: s.figures, Redact: s.redact}
	if !s.Demo {
		d.DataCentre = dataset.DataCentreOf(s.Client.Host())
	}
	return d
}
