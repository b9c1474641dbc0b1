package profiles

import (
	"errors"
	"os"
	"path/filepath"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/setup/settings"
)

// writePrivate writes a new file that only the user can read. It never replaces one.
func writePrivate(path string, content []byte) error {
	return writeWhole(path, content, settings.PlaceNew)
}

// replacePrivate does the same, but replaces an existing file at once, and makes the
// folder.
func replacePrivate(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return writeWhole(path, content, os.Rename)
}

// writeWhole writes a partial file, which place gives its name.
func writeWhole(path string, content []byte, place func(partial, path string) error) error {
	if err := settings.RemovePartials(path); err != nil {
		return err
	}
	partial := settings.PartialName(path)
	err := writePartial(partial, content)
	if err == nil {
		err = place(partial, path)
	}
	if err != nil {
		return errors.Join(err, settings.RemovePartials(path))
	}
	return nil
}

func writePartial(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = store.CheckPrivate(path) // some file systems keep no modes
	}
	return err
}

// remove removes a file, and what a crash left beside it.
func remove(path string) error { return errors.Join(settings.RemovePartials(path), os.Remove(path)) }
