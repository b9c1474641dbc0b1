package profiles

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"

	"acronis-reports-mcp/figures/store"
)

// writePrivate writes a new file that only the user can read. It never replaces one.
func writePrivate(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = store.CheckPrivate(path) // some file systems keep no modes
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// replacePrivate does the same, but replaces an existing file at once, and makes the
// folder.
func replacePrivate(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	partial := path + "." + rand.Text() + ".part"
	if err := writePrivate(partial, content); err != nil {
		return err
	}
	if err := os.Rename(partial, path); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	return nil
}
