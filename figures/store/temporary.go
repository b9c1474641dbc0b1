package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// lockName is the file in a temporary folder that its process holds a lock on. The
// system releases the lock when the process ends, even if it was killed.
const lockName = "lock"

// newTemporary makes a private temporary folder. It belongs to this process while
// the file is open.
func newTemporary() (folder string, lock *os.File, err error) {
	for range 3 { // another process may take the folder for a stale one until it is locked
		if folder, err = os.MkdirTemp("", "acronis-reports-"); err != nil {
			return "", nil, err
		}
		if lock, err = newLock(filepath.Join(folder, lockName)); err == nil {
			return folder, lock, nil
		}
		_ = os.RemoveAll(folder) // the first error counts
	}
	return "", nil, err
}

// newLock makes a file and locks it.
func newLock(name string) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if _, err := os.Lstat(name); err != nil { // removed before it was locked
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// isTemporary reports whether [os.MkdirTemp] gives such a name.
func isTemporary(name string) bool {
	number, ok := strings.CutPrefix(name, "acronis-reports-")
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// RemoveStale removes the temporary folders that killed processes of this user
// left, as far as that is possible.
func RemoveStale() {
	entries, _ := os.ReadDir(os.TempDir()) // what can be read
	for _, e := range entries {
		folder := filepath.Join(os.TempDir(), e.Name())
		if !e.IsDir() || !isTemporary(e.Name()) {
			continue
		}
		if info, err := os.Lstat(folder); err == nil && info.IsDir() && checkOwn(folder, info) == nil {
			removeIfStale(folder, info)
		}
	}
}

// removeIfStale removes a folder whose lock nobody holds. Without a lock, it may be
// one that is being made, or was when its process was killed: then it is empty.
func removeIfStale(folder string, info fs.FileInfo) {
	name := filepath.Join(folder, lockName)
	switch found, err := os.Lstat(name); {
	case errors.Is(err, fs.ErrNotExist) && time.Since(info.ModTime()) > partialFor:
		_ = os.Remove(folder) // only an empty one
		return
	case err != nil || checkFile(name, found) != nil:
		return
	}
	lock, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return
	}
	err = lockFile(lock)
	lock.Close() // Windows removes no open file
	if err == nil {
		_ = os.RemoveAll(folder) // the next start tries again
	}
}
