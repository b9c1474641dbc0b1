package sheets

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
// writes outside of the folder, and never replaces a file. The error is a
// [*WriteError], or a [*SizeError] if there are more than [MaxXLSXRows] rows
// for xlsx.
func (s Sheet) Write(folder, name, format string) (written File, err error) {
	format = cmp.Or(format, "csv")
	if n := len(s.Rows); format == "xlsx" && n > MaxXLSXRows {
		return File{}, &SizeError{n, MaxXLSXRows}
	}
	fill := map[string]func(io.Writer) (altered int, err error){"csv": s.csv, "xlsx": s.xlsx, "json": s.json}[format]
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
	file, err := create(root, name, format)
	if err != nil {
		return File{}, &WriteError{Err: err}
	}
	name = filepath.Base(file.Name())
	written.Altered, err = fill(file)
	if err := errors.Join(err, file.Close()); err != nil {
		failed := &WriteError{Err: err}
		if root.Remove(name) != nil {
			failed.Left = name
		}
		return File{}, failed
	}
	written.Path = filepath.Join(folder, name)
	return written, nil
}

// create makes a new file. If the name exists, it adds a number.
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

// json writes the sheet with its totals and proof as one object.
func (s Sheet) json(w io.Writer) (altered int, err error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return 0, enc.Encode(s)
}
