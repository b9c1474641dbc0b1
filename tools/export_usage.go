package tools

import (
	"context"
	"errors"
	"slices"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/usage"
)

type exportUsageIn struct {
	Format        exportFormat `json:"format,omitempty" jsonschema_description:"Default csv"`
	usageQuestion `schema:"brief"`
	MinValue      *exact `json:"min_value,omitempty"`
}

type exportUsageOut struct {
	answerHead
	File         string          `json:"file"` // absolute path
	Rows         int             `json:"rows"`
	AlteredCells int             `json:"altered_cells,omitempty"` // of csv: see sheets
	Totals       []figures.Total `json:"totals" schema:"brief"`
	Unused       []string        `json:"unused,omitempty"`
	Rest         []figures.Total `json:"rest,omitempty" schema:"brief" jsonschema_description:"Groups below min_value, added up"`
	Proof        proof           `json:"proof" schema:"brief"`
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
	found, err := in.sources(ctx, s, wholeMonths()[:1])
	if err != nil {
		return none, err
	}
	from, err := only(in.usageQuestion, found)
	if err != nil {
		return none, err
	}
	question := in.question()
	question.Strict = true
	a, err := askForSheet(ctx, s, from, question)
	if err == nil {
		err = figures.CheckFilters(a)
	}
	if err != nil {
		return none, err
	}
	var groups []usage.Group
	for _, at := range figures.Order([]*figures.Answer{a}, in.MinValue.orNil(), true) {
		groups = append(groups, a.Summary.Groups[at.Group])
	}
	m := newMonths(s, found, []*figures.Answer{a}, true)
	p, rest := m.proofs[0], a.Remainder(groups)
	totals, idle := a.Totals()
	out := exportUsageOut{
		answerHead: m.head(), Rows: len(groups), Rest: fitting(rest, maxTotalsBytes),
		Totals: fitting(totals, maxTotalsBytes), Unused: escape.Names(idle, maxUnusedNames), Proof: p,
	}
	out.Warnings = append(out.Warnings, totalsCut(len(out.Totals), len(totals))...)
	sheet := sheets.Sheet{Rows: sheets.Rows(a, groups), Totals: totals, Rest: rest, Proof: sheetProof{p, s.DataCentre, out.Warnings}, ProofLines: p.lines()}
	sheet.ProofLines = slices.Insert(sheet.ProofLines, 0, []string{"data centre", s.DataCentre})
	for _, warning := range out.Warnings {
		sheet.ProofLines = append(sheet.ProofLines, []string{"warning", warning})
	}
	file, err := sheet.Write(s.ExportDir, sheets.Name(a), string(in.Format))
	out.File, out.AlteredCells = file.Path, file.Altered
	return out, err
}

// A sheetProof is what a file has for its proof.
type sheetProof struct {
	proof
	DataCentre string   `json:"data_centre"`
	Warnings   []string `json:"warnings"`
}

// maxTotalsBytes is how long totals may be, and what is not in the file.
const maxTotalsBytes = 4500

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
