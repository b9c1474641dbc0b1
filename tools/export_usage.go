package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/sheets"
	"acronis-reports-mcp/usage"
)

type exportUsageIn struct {
	Format        exportFormat  `json:"format,omitempty" jsonschema_description:"Default csv"`
	Layout        invoiceLayout `json:"layout,omitempty" jsonschema_description:"Default usage; dataset for engines"`
	Partial       bool          `json:"partial,omitempty" jsonschema_description:"Even if not complete"`
	usageQuestion `schema:"brief"`
	MinValue      *exact `json:"min_value,omitempty"`
}

type exportUsageOut struct {
	answerHead
	File         string         `json:"file"` // absolute path
	Rows         int            `json:"rows"`
	Unchanged    []string       `json:"unchanged,omitempty"`     // months that a dataset had already
	AlteredCells int            `json:"altered_cells,omitempty"` // of csv: see sheets
	Totals       []sheets.Total `json:"totals" schema:"brief"`
	Unused       []string       `json:"unused,omitempty"`
	Charges      []priceSum     `json:"charges,omitempty" schema:"brief"`
	Complete     *bool          `json:"complete,omitempty"`
	Rest         []sheets.Total `json:"rest,omitempty" schema:"brief" jsonschema_description:"Groups below min_value"`
	Proof        []proof        `json:"proof" schema:"brief"`
}

var exportUsage = tool[exportUsageIn, exportUsageOut]{
	name:  "export_usage",
	title: "Export usage",
	description: "Write the figures of 1 to 24 months to a new file in the export folder, by tenant, offering item, storage and SKU. " +
		"Call prepare_months first. Arguments as in summarize_usage.",
	changes: true,
	limit:   func(exportUsageIn) time.Duration { return readingTimeout },
	run:     runExportUsage,
}

// runExportUsage runs a second time if there is too little memory at first. It
// writes the file when it has all memory that it needs.
func runExportUsage(ctx context.Context, s *service, in exportUsageIn) (out exportUsageOut, err error) {
	if s.ExportDir == "" {
		return out, refused("Exporting is off, because this server was started without an export folder. Trying again won't help: " +
			"the user can start it with --export-dir FOLDER, or ACRONIS_EXPORT_DIR. summarize_usage works without it.")
	}
	if in.Layout == "dataset" { // a month at a time, each with the memory that it needs
		return exportDataset(ctx, s, in)
	}
	err = memory.Do(ctx, func(ctx context.Context) error {
		out, err = export(ctx, s, in)
		return err
	})
	return out, err
}

func export(ctx context.Context, s *service, in exportUsageIn) (exportUsageOut, error) {
	none := exportUsageOut{}
	if in.Layout != "" && in.Layout != "usage" {
		return exportInvoice(ctx, s, in)
	}
	question := in.question()
	question.Strict, question.AllTenants = true, true
	var found []monthSource
	var answers []*figures.Answer
	err := s.figures.WithoutDamaged(func() (err error) {
		found, err = in.sources(ctx, s, wholeMonths()[:1])
		if err == nil {
			err = allThere(in.usageQuestion, found)
		}
		if err == nil {
			answers, err = askForSheet(ctx, s, found, question)
		}
		return err
	})
	if err == nil {
		err = figures.CheckFilters(answers...)
	}
	if err != nil {
		return none, err
	}
	places, err := figures.Order(ctx, answers, in.MinValue.orNil(), true)
	if err != nil {
		return none, err
	}
	m := newMonths(s, found, answers, true)
	totals, idle := m.totals()
	rest := m.rest(places)
	sheet := sheets.Sheet{Rows: sheets.RowsOf(answers, m.names, places), Totals: sheetTotals(totals), Rest: sheetTotals(rest), Redact: s.redact}
	out := exportUsageOut{
		answerHead: m.head(), Rows: len(places), Rest: fitting(sheet.Rest, maxTotalsBytes),
		Totals: fitting(sheet.Totals, maxTotalsBytes), Unused: escape.Names(idle, maxUnusedNames), Proof: m.proofs,
	}
	sheet.Proof, sheet.ProofLines = sheetProofOf(out.answerHead, m)
	out.Warnings = append(out.Warnings, totalsCut(cutList{"totals", len(out.Totals), len(totals)}, cutList{"sums of the rest", len(out.Rest), len(rest)})...)
	file, err := sheet.Write(ctx, s.ExportDir, sheets.Name(answers, s.redact), string(in.Format))
	out.File, out.AlteredCells = file.Path, file.Altered
	return out, err
}

// sheetTotals returns totals in the form of sheets.
func sheetTotals(totals []monthTotal) []sheets.Total {
	converted := make([]sheets.Total, len(totals))
	for i, t := range totals {
		converted[i] = sheets.Total{Month: t.Month, Total: t.Total}
	}
	return converted
}

// maxTotalsBytes is how long totals may be, and what is not in the file.
const maxTotalsBytes = 4500

// sheetProof is the proof in a file: what the figures are of, and of each month
// where they come from.
type sheetProof struct {
	answerHead
	Reports []proof `json:"reports"`
}

// sheetProofOf returns the proof for a file, as an object and as lines.
func sheetProofOf(head answerHead, m *months) (whole sheetProof, lines [][]string) {
	whole = sheetProof{head, m.newProofs(true)}
	lines = [][]string{
		{"data centre", head.DataCentre}, {"months", strings.Join(head.Months, ", ")}, {"measure", head.Measure}, {"scope", head.Scope},
	}
	for _, p := range whole.Reports {
		for _, line := range p.lines() {
			lines = append(lines, []string{strings.TrimSpace(p.Month + " " + line[0]), line[1]})
		}
	}
	for _, warning := range head.Warnings {
		lines = append(lines, []string{"warning", warning})
	}
	return whole, lines
}

// askForSheet groups by everything that may have a price of its own, unless keys
// were given; by SKU too, if the files of all months have SKUs.
func askForSheet(ctx context.Context, s *service, found []monthSource, q figures.Question) ([]*figures.Answer, error) {
	if q.By != nil {
		return askAll(ctx, s, found, q)
	}
	q.By = []usage.Key{usage.ByTenant, usage.ByOfferingItem, usage.ByEdition, usage.ByInfra, usage.ByOwner}
	if slices.ContainsFunc(found, func(one monthSource) bool { return !one.source.Report.Params().ShowSKUs }) {
		return askAll(ctx, s, found, q)
	}
	withSKUs := q
	withSKUs.By = append(withSKUs.By, usage.BySKU)
	answers, err := askAll(ctx, s, found, withSKUs)
	if errors.As(err, new(*figures.NoSKUError)) {
		return askAll(ctx, s, found, q)
	}
	return answers, err
}

// askAll asks about all months. A sheet is never written without one of them.
func askAll(ctx context.Context, s *service, found []monthSource, q figures.Question) ([]*figures.Answer, error) {
	answers, err := askEach(ctx, s, found, q)
	if err == nil && len(answers) < len(found) {
		return nil, refused(fmt.Sprintf("Only %d of %d months could be read in time, so no file was written. Export fewer months at once.", len(answers), len(found)))
	}
	return answers, err
}
