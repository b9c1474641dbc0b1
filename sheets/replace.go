package sheets

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path"
)

// Replace writes a file below a folder, in place of the one that has its name. The
// file has its old content until the new one is complete and on the disk. If it
// fails, nothing changes.
func Replace(folder *os.Root, name string, fill func(io.Writer) error) error {
	if err := folder.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	root, err := folder.OpenRoot(path.Dir(name))
	if err != nil {
		return err
	}
	defer root.Close()
	removeStale(root)
	partial := partialPrefix + rand.Text() + partialSuffix
	_, err = writePartial(root, partial, func(w io.Writer) (int, error) { return 0, fill(w) })
	if err == nil {
		err = root.Rename(partial, path.Base(name))
	}
	if err != nil {
		return errors.Join(err, root.Remove(partial))
	}
	syncFolder(root)
	return nil
}
