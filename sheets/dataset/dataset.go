// Package dataset keeps a folder of months that database engines read as one
// table: the rows of stored reports as they are, with names, in compressed CSV
// files in one folder for each data centre and month.
//
// A month is written again only if its stored report was made anew. Its files
// are replaced whole, so that a reader never sees a part of one.
package dataset

import (
	"context"
	"os"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// A Dataset is a folder of months.
type Dataset struct {
	Folder     string
	DataCentre string // as in the paths of files; see [DataCentreOf]
	NoNames    bool   // leave out what [Column.Personal] marks

	Figures *figures.Engine
	Redact  func(string) string // removes secrets from a text; nil leaves it as it is
}

// An Outcome says what happened to a month.
type Outcome struct {
	Unchanged bool   // it was there already
	Rows      int64  // without those that are bad
	Rejected  int64  // rows that are bad, which are in a file of their own
	SHA256    string // of the stored report
}

// Write brings a month, YYYY-MM, up to date from a stored report about it. With
// charges it also writes these; without, it leaves those that are there, unless they
// are of another report. If the folder has another version of the columns or months
// of another tenant, the error is a [*MixedError], and a [*sheets.ReplaceError] if a
// file can't be written. If the report can't be read, errors are those of
// [figures.Engine.Ask].
func (d *Dataset) Write(ctx context.Context, month string, from figures.Source, charges *Charges) (out Outcome, err error) {
	root, err := d.open()
	if err != nil {
		return out, err
	}
	defer root.Close()
	if err := keepSchema(root); err != nil {
		return out, err
	}
	if err := d.checkTenant(root, from.Tenant()); err != nil {
		return out, err
	}
	m := manifest{Version: Version, Tenant: from.Tenant(), Report: from.Report.ID, Stored: from.Stored.ID, Created: from.Stored.CreatedAt, NoNames: d.NoNames}
	kept := d.kept(root, month)
	same := kept.sameSource(m) && d.has(root, month, kept)
	var keptCharges *chargesFile
	switch {
	case charges != nil:
		keptCharges = d.keptCharges(root, month, kept, charges)
	case same:
		keptCharges = kept.Charges
	}
	if same && (charges == nil || keptCharges != nil) {
		return Outcome{true, kept.Rows, kept.Rejected, kept.ReportSHA256}, nil
	}
	if same {
		m = kept
	}
	err = memory.Do(ctx, func(ctx context.Context) (err error) {
		if !same {
			err = d.writeRows(ctx, root, month, from, &m)
		}
		if m.Charges = keptCharges; err == nil && keptCharges == nil {
			m.Charges, err = d.replaceCharges(ctx, root, month, charges)
		}
		if err != nil {
			return err
		}
		return d.keep(root, month, m)
	})
	return Outcome{false, m.Rows, m.Rejected, m.ReportSHA256}, err
}

// writeRows writes the rows of a month. If it is interrupted, the next run writes them
// again, because the manifest doesn't have the hashes of the files.
func (d *Dataset) writeRows(ctx context.Context, root *os.Root, month string, from figures.Source, m *manifest) error {
	a, err := d.Figures.Ask(ctx, from, figures.Question{
		By: []usage.Key{usage.ByOfferingItem, usage.ByEdition, usage.ByInfra, usage.ByOwner}, AllTenants: true,
	})
	if err != nil {
		return err
	}
	m.ReportSHA256 = a.SHA256
	w := newRowWriter(d, a)
	rejected, err := replaceTable(root, d.part("rejected", month), rejectedColumns, func(bad *table) error {
		rows, err := replaceTable(root, d.part("usage", month), usageColumns, func(good *table) error {
			return d.Figures.EachRow(ctx, a, func(r *usage.Row) error { return w.write(r, good, bad) })
		})
		m.Usage, m.Rows = rows.file, rows.n
		return err
	})
	m.RejectedFile, m.Rejected = rejected.file, rejected.n
	return err
}
