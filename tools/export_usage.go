package tools

import (
	"context"
	"errors"
	"time"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/usage"
)

type exportUsageIn struct {
	ReportID      uuid         `json:"report_id,omitempty"`
	Tenant        string       `json:"tenant,omitempty"`
	Month         string       `json:"month,omitempty" jsonschema:"format=month"`
	Format        exportFormat `json:"format,omitempty" jsonschema_description:"Default csv"`
	usageQuestion `schema:"brief"`
	MinValue      *exact `json:"min_value,omitempty"`
}

type exportUsageOut struct {
	File   string        `json:"file" jsonschema_description:"Absolute path"`
	Rows   int           `json:"rows"`
	Totals []figures.Sum `json:"totals" schema:"brief"`
	Unused []string      `json:"unused,omitempty"`
	Rest   []figures.Sum `json:"rest,omitempty" schema:"brief" jsonschema_description:"Groups below min_value, added up"`
	Proof  proof         `json:"proof" schema:"brief"`
}

var exportUsage = tool[exportUsageIn, exportUsageOut]{
	name:        "export_usage",
	title:       "Export usage",
	description: "Write a saved report's figures to a new file in the user's export folder, by default as an invoice sheet by tenant, SKU, offering item and storage. Call prepare_months first. Arguments are as in summarize_usage.",
	changes:     true,
	limit:       func(exportUsageIn) time.Duration { return readingTimeout },
	run:         runExportUsage,
}

func runExportUsage(ctx context.Context, s *service, in exportUsageIn) (exportUsageOut, error) {
	none := exportUsageOut{}
	if s.ExportDir == "" {
		return none, refused("Exporting is off, because this server was started without an export folder. Trying again won't help: " +
			"the user can start it with --export-dir FOLDER, or ACRONIS_EXPORT_DIR. summarize_usage works without it.")
	}
	from, err := findSource(ctx, s, in.ReportID, in.Tenant, in.Month)
	if err != nil {
		return none, err
	}
	a, err := askForSheet(ctx, s, from, in.question())
	if err != nil {
		return none, err
	}
	groups := a.Groups(a.Order(in.MinValue.orNil(), true))
	p, rest := newProof(s.DataCentre, a), a.Remainder(groups)
	sheet := sheets.Sheet{Rows: sheets.Rows(a, groups), Totals: a.Sums(a.Summary.Totals, false), Rest: rest, Proof: p, ProofLines: p.lines()}
	out := exportUsageOut{Rows: len(sheet.Rows), Rest: fitting(rest, maxTotalsBytes)}
	out.Totals, out.Unused = totalsOf(a, &p)
	out.Proof = p
	out.File, err = sheet.Write(s.ExportDir, sheets.Name(a), string(in.Format))
	return out, err
}

// askForSheet asks by all that has a price of its own, unless keys were given:
// by SKU too, where the report has them.
func askForSheet(ctx context.Context, s *service, from figures.Source, q figures.Question) (*figures.Answer, error) {
	if q.By != nil {
		return s.figures.Ask(ctx, from, q)
	}
	q.By = []usage.Key{usage.ByTenant, usage.ByOfferingItem, usage.ByEdition, usage.ByInfra, usage.ByOwner}
	if !from.Report.Params().ShowSKUs {
		return s.figures.Ask(ctx, from, q)
	}
	withSKUs := q
	withSKUs.By = append(withSKUs.By, usage.BySKU)
	a, err := s.figures.Ask(ctx, from, withSKUs)
	if errors.As(err, new(*figures.NoSKUError)) {
		return s.figures.Ask(ctx, from, q)
	}
	return a, err
}
