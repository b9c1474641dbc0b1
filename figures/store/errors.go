package store

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

var (
	// ErrTooLarge is a stored report of more than 2 GiB, as it is sent.
	ErrTooLarge = errors.New("the stored report is larger than 2 GiB")

	// ErrShared is a folder that others may write to.
	ErrShared = errors.New("others may write to the folder, and what they put there would be taken for stored reports: chmod go-w")
)

// A DiskError says that a stored report can't be kept on this computer's disk.
type DiskError struct{ Err error }

func (e *DiskError) Error() string { return "the stored report can't be kept: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *DiskError) Unwrap() error { return e.Err }

// An IDError is a stored report with an id that is no UUID.
type IDError struct{ ID string }

func (e *IDError) Error() string { return fmt.Sprintf("the stored report's id is no UUID: %q", e.ID) }

// CheckPrivate returns [ErrShared] for a folder that others may write to. On
// Windows there are no mode bits that say so.
func CheckPrivate(folder string) error {
	info, err := os.Stat(folder)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return ErrShared
	}
	return err
}
