package store

import (
	"errors"
	"fmt"
)

// ErrTooLarge means that a stored report is larger than 2 GiB as downloaded.
var ErrTooLarge = errors.New("the stored report is larger than 2 GiB")

// A DiskError means that a stored report can't be kept on this computer's disk.
type DiskError struct{ Err error }

func (e *DiskError) Error() string { return "the stored report can't be kept: " + e.Err.Error() }

// Unwrap returns Err.
func (e *DiskError) Unwrap() error { return e.Err }

// An IDError means that the id of a stored report is not a UUID.
type IDError struct{ ID string }

func (e *IDError) Error() string { return fmt.Sprintf("the stored report's id is no UUID: %q", e.ID) }
