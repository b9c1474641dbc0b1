package sheets

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"acronis-reports-mcp/interrupt"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// A ReadError means that a file can't be compared with an invoice.
type ReadError struct {
	Name string
	Err  error
}

func (e *ReadError) Error() string { return "the file can't be read: " + e.Err.Error() }

// Unwrap returns Err.
func (e *ReadError) Unwrap() error { return e.Err }

var (
	errNotName   = errors.New("give the name of a file in the export folder, without a path")
	errNoInvoice = errors.New("it is not an export of layout invoice as csv")
	errTooLarge  = errors.New("it is larger than 256 MiB")
	errNoFile    = errors.New("there is no such file in the export folder")
)

// maxWritten is the largest file that is read, in bytes.
const maxWritten = 256 << 20

// keyColumns identify a line in files of different times. Line numbers of the price
// list and texts are left out, because they change when the list is edited.
var keyColumns = [...]string{"month", "account_id", "customer_id", "kind", "usage", "offering_item", "infra", "sku", "currency"}

// nameColumns say what a line is about.
var nameColumns = []string{"account", "customer", "label"}

// A lineKey has the cells of keyColumns.
type lineKey [len(keyColumns)]string

// cell returns a cell by the name of its column.
func (k *lineKey) cell(column string) *string { return &k[slices.Index(keyColumns[:], column)] }

// A Written is an invoice that was written earlier.
type Written struct {
	Months []string // YYYY-MM
	lines  map[lineKey]*Difference
}

// A Difference is a line of an invoice whose amount is another one now. Lines that a
// file doesn't have are 0.
type Difference struct {
	Month    string `json:"month"`
	Account  string `json:"account"`
	Customer string `json:"customer,omitempty"`
	Kind     string `json:"kind"`
	Label    string `json:"label,omitempty"`
	Infra    string `json:"infra,omitempty"`
	SKU      string `json:"sku,omitempty"`
	Currency string `json:"currency"`
	Before   string `json:"before"`
	Now      string `json:"now"`
	Change   string `json:"change"`

	before, now usage.Decimal
}

// ReadInvoice reads a csv file of layout invoice in a folder. The error is a
// [*ReadError], a [*memory.LimitError], or that of the context.
func ReadInvoice(ctx context.Context, folder, name string) (*Written, error) {
	w, err := readInvoice(ctx, folder, name)
	switch {
	case err == nil:
		return w, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, new(*memory.LimitError)):
		return nil, err
	}
	return nil, &ReadError{name, err}
}

func readInvoice(ctx context.Context, folder, name string) (*Written, error) {
	if name != filepath.Base(name) || !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:`) {
		return nil, errNotName
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errNoFile
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNotName
	case info.Size() > maxWritten:
		return nil, errTooLarge
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readLines(ctx, csv.NewReader(interrupt.Reader(ctx, io.LimitReader(file, maxWritten))), info.Size())
}

// readLines reads the lines of a file of some bytes by the names of its columns.
func readLines(ctx context.Context, r *csv.Reader, size int64) (*Written, error) {
	header, err := r.Read()
	if err != nil {
		return nil, errNoInvoice
	}
	columns := map[string]int{}
	for i, name := range header {
		columns[name] = i
	}
	for _, name := range slices.Concat(keyColumns[:], nameColumns, []string{"amount"}) {
		if _, ok := columns[name]; !ok {
			return nil, errNoInvoice
		}
	}
	w := &Written{lines: map[lineKey]*Difference{}}
	months := map[string]bool{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errNoInvoice
		}
		cell := func(name string) string { return record[columns[name]] }
		amount, err := usage.ParseDecimal(cell("amount"))
		if err != nil {
			return nil, errNoInvoice
		}
		known := len(w.lines)
		d := w.of(cell)
		d.before = d.before.Add(amount)
		months[d.Month] = true
		if len(w.lines) > known {
			if err := reserveLine(ctx, record, float64(size)/float64(r.InputOffset())); err != nil {
				return nil, err
			}
		}
	}
	w.Months = slices.Sorted(maps.Keys(months))
	return w, nil
}

// differenceBytes is how much memory a Difference and its key use beside their texts, in
// bytes.
const differenceBytes = 700

// reserveLine reserves memory for a line whose cells are kept. If there isn't enough, the
// error says how much the whole file needs, of which the line is at 1/whole.
func reserveLine(ctx context.Context, record []string, whole float64) error {
	bytes := int64(differenceBytes)
	for _, cell := range record {
		bytes += int64(len(cell))
	}
	err := memory.Reserve(ctx, bytes)
	if limit := (*memory.LimitError)(nil); errors.As(err, &limit) {
		return &memory.LimitError{Needed: int64(float64(limit.Needed) * max(whole, 1)), Limit: limit.Limit}
	}
	return err
}

// of returns the line with the cells of a record.
func (w *Written) of(cell func(column string) string) *Difference {
	var key lineKey
	for i, name := range keyColumns {
		key[i] = cell(name)
	}
	d := w.lines[key]
	if d == nil {
		d = &Difference{
			Month: cell("month"), Account: cell("account"), Customer: cell("customer"), Kind: cell("kind"), Label: cell("label"),
			Infra: cell("infra"), SKU: cell("sku"), Currency: cell("currency"),
		}
		w.lines[key] = d
	}
	return d
}

// Keep drops the lines that aren't chosen. cell returns a cell of those by which lines are identified.
func (w *Written) Keep(chosen func(cell func(column string) string) bool) {
	maps.DeleteFunc(w.lines, func(k lineKey, _ *Difference) bool {
		return !chosen(func(column string) string { return *k.cell(column) })
	})
}
