package settings

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
)

// Exists reports whether there is a file or folder of that name.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// WithoutPath is what went wrong with a file, without its name, which may be a
// secret in the wrong place.
func WithoutPath(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

// ReadableByOthers reports whether others on this machine may read a file, and
// its mode. Windows has no mode bits that would show it.
func ReadableByOthers(file string) (fs.FileMode, bool) {
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return 0, false
	}
	return info.Mode().Perm(), true
}
