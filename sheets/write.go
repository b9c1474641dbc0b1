package sheets

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// A WriteError means that a sheet can't be written.
type WriteError struct {
	Err  error
	Left string // name of an incomplete file that is left, or ""
}

func (e *WriteError) Error() string { return "the sheet can't be written: " + e.Err.Error() }

// Unwrap returns Err.
func (e *WriteError) Unwrap() error { return e.Err }

// A SizeError means that a sheet has too many rows for its format.
type SizeError struct{ Rows, Max int }

func (e *SizeError) Error() string { return fmt.Sprintf("%d rows are more than %d", e.Rows, e.Max) }

// A File is a sheet that was written.
type File struct {
	Path    string // absolute
	Altered int    // number of csv cells that got an apostrophe, so that no spreadsheet runs them
}

// Write makes a new file in a folder, of a format; "" means csv. It never
// writes outside of the folder, and never replaces a file. The file gets its
// name when it is complete. The error is a [*WriteError], or a [*SizeError] if
// there are more than [MaxXLSXRows] rows for xlsx.
func (s Sheet) Write(folder, name, format string) (written File, err error) {
	format = cmp.Or(format, "csv")
	if n := s.rows().Len(); format == "xlsx" && n > MaxXLSXRows {
		return File{}, &SizeError{n, MaxXLSXRows}
	}
	fill := map[string]fill{
		"csv":  s.grid().csv,
		"xlsx": func(w io.Writer) (int, error) { return 0, s.grid().xlsx(w, slices.Concat(s.ProofLines, s.sumLines())) },
		"json": func(w io.Writer) (int, error) { return 0, s.writeJSON(w) },
	}[format]
	return write(folder, name, format, fill)
}

// A fill writes the content of a file.
type fill func(io.Writer) (altered int, err error)

// write makes a new file in a folder; see [Sheet.Write].
func write(folder, name, extension string, fill fill) (written File, err error) {
	if folder, err = filepath.Abs(folder); err != nil {
		return File{}, &WriteError{Err: err}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return File{}, &WriteError{Err: err}
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return File{}, &WriteError{Err: err}
	}
	defer root.Close()
	removeStale(root)
	partial := partialPrefix + rand.Text() + partialSuffix
	if written.Altered, err = writePartial(root, partial, fill); err == nil {
		name, err = place(root, root.Link, partial, name, extension)
	}
	if err != nil {
		failed := &WriteError{Err: err}
		if err := root.Remove(partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed.Left = partial
		}
		return File{}, failed
	}
	written.Path = filepath.Join(folder, name)
	return written, nil
}
