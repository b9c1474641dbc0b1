//go:build !windows

package hosts

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// checkReplaceable returns an error if a new file in the place of another one would
// lose the owner or a further name that the old one has.
func checkReplaceable(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok:
	case int(stat.Uid) != os.Geteuid():
		return fmt.Errorf("%s belongs to another user (%d)", path, stat.Uid)
	case stat.Nlink > 1:
		return fmt.Errorf("%s has %d names (hard links), of which only one would change", path, stat.Nlink)
	}
	return nil
}

// keepGroup gives a new file the group of the old one. Without that a group would lose
// its rights, or another one would get them.
func keepGroup(file *os.File, old fs.FileInfo) error {
	stat, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if err := file.Chown(-1, int(stat.Gid)); err != nil && old.Mode().Perm()&0o070 != 0 {
		return fmt.Errorf("the file belongs to the group %d, and a new one can't", stat.Gid)
	}
	return nil
}
