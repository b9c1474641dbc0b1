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
	case stat.Nlink != 1:
		return fmt.Errorf("%s has %d names (hard links), of which only one would change", path, stat.Nlink)
	}
	return nil
}
