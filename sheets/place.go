package sheets

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

// A sheet is written under the name of a partial file first, so that a crash
// leaves no part of it under its own.
const (
	partialPrefix = ".acronis-reports-"
	partialSuffix = ".part"

	// partialFor is how long a partial file may belong to a process that still writes.
	partialFor = 24 * time.Hour
)

// writePartial makes a new file and sees it on the disk.
func writePartial(root *os.Root, name string, fill fill) (altered int, err error) {
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	altered, err = fill(file)
	if err == nil {
		err = file.Sync()
	}
	return altered, errors.Join(err, file.Close())
}

// place gives a partial file its name, numbered where that is taken, and returns
// it. A link fails where the name exists; renaming would replace what has it.
func place(root *os.Root, link func(from, to string) error, partial, name, extension string) (string, error) {
	for n := 1; ; n++ {
		numbered := name + "." + extension
		if n > 1 {
			numbered = fmt.Sprintf("%s-%d.%s", name, n, extension)
		}
		err := link(partial, numbered)
		if err == nil {
			err = root.Remove(partial)
		} else if !errors.Is(err, fs.ErrExist) {
			err = reserve(root, partial, numbered)
		}
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		syncFolder(root)
		return numbered, err
	}
}

// reserve is what place does on a disk without hard links: it makes an empty file
// of that name, if none exists, and replaces that one.
func reserve(root *os.Root, partial, name string) error {
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Close(), root.Rename(partial, name)); err != nil {
		return errors.Join(err, root.Remove(name))
	}
	return nil
}

// syncFolder sees the names in a folder on the disk, where the system can do that
// for folders.
func syncFolder(root *os.Root) {
	if folder, err := root.Open("."); err == nil {
		_ = folder.Sync()
		folder.Close()
	}
}

// removeStale removes partial files that a crash left.
func removeStale(root *os.Root) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), partialPrefix) || !strings.HasSuffix(e.Name(), partialSuffix) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > partialFor {
			_ = root.Remove(e.Name()) // the next export tries again
		}
	}
}
