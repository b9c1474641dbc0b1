//go:build !windows

package store

import (
	"os"
	"syscall"
)

// lockFile locks a file until it is closed. It fails if another process has.
func lockFile(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
