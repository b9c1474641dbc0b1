package settings

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
)

// Exists reports whether a file or folder exists.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// WithoutPath returns what went wrong with a file without the file's name, which
// may be a secret in the wrong place.
func WithoutPath(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

// ReadableByOthers reports whether other users of this machine can read a file, and
// its mode. On Windows, where the mode does not show it, it reports false.
func ReadableByOthers(file string) (fs.FileMode, bool) {
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return 0, false
	}
	return info.Mode().Perm(), true
}
