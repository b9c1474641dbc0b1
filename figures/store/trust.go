package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A TrustError means that another user controls a folder or file, or could: what
// is kept there can't be believed.
type TrustError struct {
	Path    string
	Problem string // such as "other users can write to it"
	Fix     string // the command that helps
}

func (e *TrustError) Error() string {
	return fmt.Sprintf("%s can't be trusted, because %s. To fix it: %s", e.Path, e.Problem, e.Fix)
}

// Check does what [Files] does with a folder before it keeps files there, and with
// each file before it is used. The error is a [*TrustError] for what can't be
// believed.
func Check(folder string) error {
	if err := checkFolder(folder); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		info, infoErr := e.Info()
		if infoErr != nil || !ownName().MatchString(e.Name()) {
			continue
		}
		if err := checkFile(filepath.Join(folder, e.Name()), info); err != nil {
			return err
		}
	}
	return err
}

// checkFolder returns a [*TrustError] if another user owns a folder, can write
// to it, or can replace it through a folder above it or a link in its path. If
// the folder doesn't exist yet, only the existing part of the path is checked.
// On Windows only the owner is checked.
func checkFolder(folder string) error {
	path, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if err := walk(path, checkAbove); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return checkOwn(path, info)
}

// checkFile returns a [*TrustError] unless a file is a regular file with only
// one name that belongs to this user and that no other user can write to.
// Opening another one might follow a link, or block.
func checkFile(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return &TrustError{path, "it is no regular file", "mv " + quote(path) + " " + quote(path+".old")}
	}
	if err := checkOwn(path, info); err != nil {
		return err
	}
	return checkLinks(path, info)
}

// CheckOwner returns a [*TrustError] if a regular file belongs to another user, or
// has another name.
func CheckOwner(path string, info fs.FileInfo) error {
	if err := checkOwner(path, info); err != nil {
		return err
	}
	return checkLinks(path, info)
}

// CheckPrivate returns a [*TrustError] if another user could change a file or
// replace it, or could read it. On Windows only the owner is checked.
func CheckPrivate(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if err := checkFolder(filepath.Dir(path)); err != nil {
		return err
	}
	if err := checkFile(path, info); err != nil {
		return err
	}
	return checkUnread(path, info)
}

// walk visits each folder and each link of a path, from the root to the end.
// After a link it continues with the link's target.
func walk(path string, visit func(path string, info fs.FileInfo) error) error {
	const separator = string(filepath.Separator)
	volume := filepath.VolumeName(path)
	at, ahead, links := volume+separator, strings.Split(path[len(volume):], separator), 0
	for {
		info, err := os.Lstat(at)
		if err != nil {
			return err
		}
		if err := visit(at, info); err != nil {
			return err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			if links++; links > 40 {
				return fmt.Errorf("%s leads through too many links", path)
			}
			target, err := os.Readlink(at)
			if err != nil {
				return err
			}
			at = filepath.Dir(at)
			if filepath.IsAbs(target) {
				volume = filepath.VolumeName(target)
				at, target = volume+separator, target[len(volume):]
			}
			ahead = append(strings.Split(target, separator), ahead...)
		}
		for len(ahead) > 0 && (ahead[0] == "" || ahead[0] == ".") {
			ahead = ahead[1:]
		}
		if len(ahead) == 0 {
			return nil
		}
		at, ahead = filepath.Join(at, ahead[0]), ahead[1:] // .. leaves the last folder
	}
}

// quote quotes a path for a shell.
func quote(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }
