package tools

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"acronis-reports-mcp/escape"
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
	from, err := s.reportOrMonth(ctx, in.ReportID, in.Tenant, in.Month)
	if err != nil {
		return none, err
	}
	unasked := in.GroupBy == nil
	if unasked {
		in.GroupBy = []groupKey{"tenant", "edition", "infra"}
		if from.report.Params().ShowSKUs {
			in.GroupBy = append(in.GroupBy, "sku")
		}
	}
	a, err := s.ask(ctx, from, in.usageQuestion)
	if err == noSKUs && unasked {
		in.GroupBy = in.GroupBy[:len(in.GroupBy)-1]
		a, err = s.ask(ctx, from, in.usageQuestion)
	}
	if err != nil {
		return none, err
	}
	order := a.inOrder(in.MinValue, "name")
	sheet := a.sheet(order)
	if n := len(sheet.Rows); in.Format == "xlsx" && n > mostBookRows {
		return none, refused(fmt.Sprintf("%d rows are too many for xlsx: %d at most. Export csv, which takes any number, group by less or filter.", n, mostBookRows))
	}
	rest := a.rest(a.groups(order))
	out := exportUsageOut{Rows: len(sheet.Rows)}
	sheet.Totals, sheet.Rest, sheet.Proof = a.shape(a.summary.Totals, false), rest, a.proof(s)
	told := sheet.Proof
	out.Totals, out.Unused, out.Rest = a.totals(rest, &told)
	out.Proof = sameProof(told)
	out.File, err = s.write(sheet, fileName(a), string(in.Format))
	return out, err
}

// fileName says what is in an export, in letters that any system takes.
func fileName(a *answer) string {
	p := a.report.Params()
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			return r
		}
		return '_'
	}, fmt.Sprintf("usage-%s-%s-%s", a.subject, p.Period.Start, p.Period.End))
	return plain[:min(len(plain), 100)]
}

// write makes a new file in the export folder, never one outside, and never over another.
func (s *service) write(sh sheet, name, format string) (path string, err error) {
	if format == "" {
		format = "csv"
	}
	fill := map[string]func(io.Writer) error{"csv": sh.csv, "xlsx": sh.xlsx, "json": sh.json}[format]
	folder, err := filepath.Abs(s.ExportDir)
	if err != nil {
		return "", notExported(err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", notExported(err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", notExported(err)
	}
	defer root.Close()
	file, err := create(root, name, format)
	if err != nil {
		return "", notExported(err)
	}
	name = filepath.Base(file.Name())
	if err := errors.Join(fill(file), file.Close()); err != nil {
		if removeErr := root.Remove(name); removeErr != nil {
			return "", refused("The export broke off: " + escape.Quote(err.Error()) + ". Half of it is left as " + escape.Quote(name) + "; the person has to remove it.")
		}
		return "", notExported(err)
	}
	return filepath.Join(folder, name), nil
}

// create makes a file that isn't there yet, numbered where the name is taken.
func create(root *os.Root, name, extension string) (*os.File, error) {
	for n := 1; ; n++ {
		numbered := name + "." + extension
		if n > 1 {
			numbered = fmt.Sprintf("%s-%d.%s", name, n, extension)
		}
		file, err := root.OpenFile(numbered, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if !errors.Is(err, fs.ErrExist) || n == 1000 {
			return file, err
		}
	}
}

func notExported(err error) error {
	return refused("The export can't be written: " + escape.Quote(err.Error()) + ". Nothing was left behind; the person has to look at the export folder.")
}

// json is the sheet with its totals and proof as one object.
func (sh sheet) json(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sh)
}
