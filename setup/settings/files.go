package settings

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
)

// Exists reports whether a file or folder exists.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// SameFile reports whether two names are of the same file or folder, which exists.
func SameFile(path, other string) bool {
	one, err := os.Stat(path)
	two, otherErr := os.Stat(other)
	return err == nil && otherErr == nil && os.SameFile(one, two)
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

// maxPriceFile is the largest price list, in bytes. It also ends the reading of
// devices such as /dev/zero.
const maxPriceFile = 16 << 20

// ReadPrices returns the content of a price list. The error doesn't have the file's
// name.
func ReadPrices(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, WithoutPath(err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxPriceFile+1))
	if err == nil && len(data) > maxPriceFile {
		err = errors.New("it is larger than 16 MiB")
	}
	return data, WithoutPath(err)
}
