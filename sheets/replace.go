package sheets

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// A ReplaceError means that a file or folder can't be written. It is as it was before.
type ReplaceError struct {
	Name string
	Err  error // without the name
}

func (e *ReplaceError) Error() string { return e.Name + " can't be written: " + e.Err.Error() }

// Unwrap returns Err.
func (e *ReplaceError) Unwrap() error { return e.Err }

// replaceError returns the ReplaceError of a file, or nil.
func replaceError(name string, err error) error {
	if err == nil {
		return nil
	}
	if e := (*fs.PathError)(nil); errors.As(err, &e) { // which names the partial file
		err = e.Err
	}
	return &ReplaceError{name, err}
}

// Replace writes a file below a folder, in place of the one that has its name. The
// file has its old content until the new one is complete and on the disk. If it
// fails, nothing changes: the error is a [*ReplaceError], or that of fill.
func Replace(folder *os.Root, name string, fill func(io.Writer) error) error {
	if err := folder.MkdirAll(path.Dir(name), 0o700); err != nil {
		return replaceError(name, err)
	}
	root, err := folder.OpenRoot(path.Dir(name))
	if err != nil {
		return replaceError(name, err)
	}
	defer root.Close()
	removeStale(root)
	partial := partialPrefix + rand.Text() + partialSuffix
	var filled error
	_, err = writePartial(root, partial, func(w io.Writer) (int, error) {
		filled = fill(namedWriter{w, name})
		return 0, filled
	})
	if err == nil {
		err = root.Rename(partial, path.Base(name))
	}
	if err != nil {
		_ = root.Remove(partial) // it may not exist; later runs remove what is left
		if filled != nil {
			return filled
		}
		return replaceError(name, err)
	}
	syncFolder(root)
	return nil
}

// A namedWriter says in its errors which file can't be written.
type namedWriter struct {
	w    io.Writer
	name string
}

func (n namedWriter) Write(p []byte) (int, error) {
	written, err := n.w.Write(p)
	return written, replaceError(n.name, err)
}
