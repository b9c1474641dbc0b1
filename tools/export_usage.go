package tools

import (
	"context"
	"errors"
	"time"

	"github.com/invopop/jsonschema"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/usage"
)

type exportUsageIn struct {
	ReportID uuid         `json:"report_id,omitempty" jsonschema_description:"Or give month"`
	Tenant   string       `json:"tenant,omitempty" jsonschema_description:"Name or UUID; default own"`
	Month    string       `json:"month,omitempty" jsonschema:"format=month" jsonschema_description:"YYYY-MM"`
	Format   exportFormat `json:"format,omitempty" jsonschema_description:"Default csv"`
	usageQuestion
	MinValue *exact `json:"min_value,omitempty"`
}

type exportUsageOut struct {
	File   string     `json:"file" jsonschema_description:"Absolute path"`
	Rows   int        `json:"rows"`
	Totals moreGroups `json:"totals"`
	Unused []string   `json:"unused,omitempty"`
	Rest   moreGroups `json:"rest,omitempty" jsonschema_description:"Below min_value"`
	Proof  sameProof  `json:"proof"`
}

// JSONSchemaExtend leaves out what the schema of summarize_usage tells.
func (exportUsageIn) JSONSchemaExtend(s *jsonschema.Schema) { askedAlike(s) }

var exportUsage = tool[exportUsageIn, exportUsageOut]{
	name:  "export_usage",
	title: "Export usage",
	description: "Write a saved report to a new file in the person's export folder: an invoice sheet by tenant, SKU, usage, edition and infra. " +
		"prepare_months first. Arguments as in summarize_usage.",
	changes: true,
	limit:   func(exportUsageIn) time.Duration { return readingTimeout },
	run:     runExportUsage,
}

func runExportUsage(ctx context.Context, s *service, in exportUsageIn) (exportUsageOut, error) {
	none := exportUsageOut{}
	if s.ExportDir == "" {
		return none, refused("Exporting is off: this server was started without a folder to export to. Trying again won't help: " +
			"the person may start it with --export-dir FOLDER, or ACRONIS_EXPORT_DIR. summarize_usage works without.")
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
	out := exportUsageOut{Rows: len(sheet.Rows), Rest: within(rest, mostOfTotals)}
	out.Totals, out.Unused = totalsOf(a, &p)
	out.Proof = sameProof(p)
	out.File, err = sheet.Write(s.ExportDir, sheets.Name(a), string(in.Format))
	return out, err
}

// askForSheet asks by all that has a price of its own, unless keys were given:
// by SKU too, where the report has them.
func askForSheet(ctx context.Context, s *service, from figures.Source, q figures.Question) (*figures.Answer, error) {
	if q.By != nil {
		return s.figures.Ask(ctx, from, q)
	}
	q.By = []usage.Key{usage.ByTenant, usage.ByEdition, usage.ByInfra}
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
