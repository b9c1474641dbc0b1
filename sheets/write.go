package sheets

import (
	"cmp"
	"context"
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
// name when it is complete. The error is a [*WriteError], a [*SizeError] if there
// are more than [MaxXLSXRows] rows for xlsx, or that of the context.
func (s Sheet) Write(ctx context.Context, folder, name, format string) (written File, err error) {
	format = cmp.Or(format, "csv")
	if n := s.rows().Len(); format == "xlsx" && n > MaxXLSXRows {
		return File{}, &SizeError{n, MaxXLSXRows}
	}
	fill := map[string]fill{
		"csv":  s.grid().csv,
		"xlsx": func(w io.Writer) (int, error) { return 0, s.grid().xlsx(w, slices.Concat(s.ProofLines, s.sumLines())) },
		"json": func(w io.Writer) (int, error) { return 0, s.writeJSON(w) },
	}[format]
	return write(ctx, folder, name, format, fill)
}

// A fill writes the content of a file, until writing is an error.
type fill func(io.Writer) (altered int, err error)

// write makes a new file in a folder; see [Sheet.Write].
func write(ctx context.Context, folder, name, extension string, fill fill) (written File, err error) {
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
	if written.Altered, err = writePartial(root, partial, func(w io.Writer) (int, error) { return fill(untilEnd{ctx, w}) }); err == nil {
		name, err = place(root, root.Link, partial, name, extension)
	}
	if err != nil {
		failed := &WriteError{Err: err}
		if err := root.Remove(partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed.Left = partial
		}
		if ctx.Err() != nil && failed.Left == "" {
			return File{}, ctx.Err()
		}
		return File{}, failed
	}
	written.Path = filepath.Join(folder, name)
	return written, nil
}

// untilEnd is a writer that fails once a context has ended.
type untilEnd struct {
	ctx context.Context
	w   io.Writer
}

func (u untilEnd) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
