package main

import (
	"errors"
	"fmt"
	"io"
)

// The exit statuses besides 0. statusTryLater is what sendmail and its kin call
// EX_TEMPFAIL: a scheduler may repeat the same command later.
const (
	statusFailed     = 1
	statusWrongUsage = 2
	statusTryLater   = 75
)

// exitError is an error with an exit status of its own; any other error means
// statusFailed. Without err there is nothing to print: the output says it.
type exitError struct {
	status int
	err    error
}

func (e exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.status)
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

func wrongUsage(format string, a ...any) error {
	return exitError{statusWrongUsage, fmt.Errorf(format, a...)}
}

// exitStatus prints an error and returns its exit status.
func exitStatus(err error, errw io.Writer) int {
	if err == nil {
		return 0
	}
	e := exitError{statusFailed, err}
	errors.As(err, &e)
	if e.err != nil {
		fmt.Fprintln(errw, "acronis-reports-mcp:", e.err)
	}
	return e.status
}
