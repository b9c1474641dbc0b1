//go:build !windows

package store

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"
)

// writableByOthers are the mode bits of everybody but the owner.
const writableByOthers = 0o022

// checkOwn returns a [*TrustError] if a folder or file belongs to another user, or
// if others can write to it.
func checkOwn(path string, info fs.FileInfo) error {
	if err := checkOwner(path, info); err != nil {
		return err
	}
	if info.Mode().Perm()&writableByOthers != 0 {
		return &TrustError{path, "other users can write to it", "chmod go-w " + quote(path)}
	}
	return nil
}

// checkAbove returns a [*TrustError] if another user than root could replace what
// is in a folder, or a link. In a sticky folder, nobody can replace the files of
// another user.
func checkAbove(path string, info fs.FileInfo) error {
	if err := checkOwner(path, info, 0); err != nil {
		return err
	}
	if info.IsDir() && info.Mode().Perm()&writableByOthers != 0 && info.Mode()&fs.ModeSticky == 0 {
		return &TrustError{path, "other users can write to it", "chmod go-w " + quote(path)}
	}
	return nil
}

// checkOwner returns a [*TrustError] unless something belongs to this user or to
// one of those that are trusted too.
func checkOwner(path string, info fs.FileInfo, trusted ...uint32) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	own := os.Getuid()
	if !ok || int(stat.Uid) == own || slices.Contains(trusted, stat.Uid) {
		return nil
	}
	return &TrustError{path, fmt.Sprintf("it belongs to another user (%d)", stat.Uid), fmt.Sprintf("sudo chown %d %s", own, quote(path))}
}

// checkLinks returns a [*TrustError] if a file also has another name, under which
// its owner may have placed it for another purpose. It may have none any more, if it has
// just been replaced.
func checkLinks(path string, info fs.FileInfo) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink > 1 {
		return &TrustError{path, fmt.Sprintf("it has %d names (hard links)", stat.Nlink), "rm " + quote(path)}
	}
	return nil
}

// checkUnread returns a [*TrustError] if other users can read a file.
func checkUnread(path string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 != 0 {
		return &TrustError{path, "other users can read it", "chmod 600 " + quote(path)}
	}
	return nil
}
