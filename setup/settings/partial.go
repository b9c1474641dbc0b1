package settings

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A file that a command writes has the name of a partial file until it is whole and on
// the disk, so that a crash leaves no part of it under its own name.
const partialEnd = ".part"

// PartialName returns a new name beside a file.
func PartialName(path string) string { return path + "." + rand.Text() + partialEnd }

// RemovePartials removes the partial files that a crash left beside a file. They may
// contain a secret.
func RemovePartials(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		middle, ours := strings.CutPrefix(e.Name(), filepath.Base(path)+".")
		middle, isPartial := strings.CutSuffix(middle, partialEnd)
		if ours && isPartial && isRandom(middle) && e.Type().IsRegular() {
			err = errors.Join(err, os.Remove(filepath.Join(filepath.Dir(path), e.Name())))
		}
	}
	return err
}

// isRandom reports whether a text may come from [rand.Text].
func isRandom(text string) bool {
	return len(text) == len(rand.Text()) && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// PlaceNew gives a partial file its name. If a file has that, the error is
// [fs.ErrExist], and the partial file remains: a link fails then, and renaming would
// replace the other file.
func PlaceNew(partial, path string) error {
	err := os.Link(partial, path)
	if err == nil {
		return os.Remove(partial)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	return reserve(partial, path)
}

// reserve is what PlaceNew does on a disk without hard links: it makes an empty file of
// that name, and replaces that one.
func reserve(partial, path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Close(), os.Rename(partial, path)); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
