package store

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

var (
	// ErrTooLarge means that a stored report is larger than 2 GiB as
	// downloaded.
	ErrTooLarge = errors.New("the stored report is larger than 2 GiB")

	// ErrShared means that other users can write to the folder.
	ErrShared = errors.New("others may write to the folder, and what they put there would be taken for stored reports: chmod go-w")
)

// A DiskError means that a stored report can't be kept on this computer's disk.
type DiskError struct{ Err error }

func (e *DiskError) Error() string { return "the stored report can't be kept: " + e.Err.Error() }

// Unwrap returns Err.
func (e *DiskError) Unwrap() error { return e.Err }

// An IDError means that the id of a stored report is not a UUID.
type IDError struct{ ID string }

func (e *IDError) Error() string { return fmt.Sprintf("the stored report's id is no UUID: %q", e.ID) }

// CheckPrivate returns [ErrShared] if other users can write to a folder. On
// Windows, where the mode doesn't show it, it returns nil.
func CheckPrivate(folder string) error {
	info, err := os.Stat(folder)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return ErrShared
	}
	return err
}
