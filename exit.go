package main

import (
	"errors"
	"fmt"
	"io"
)

// The exit statuses other than 0. statusTryLater is EX_TEMPFAIL of sysexits.h: a
// scheduler may run the same command again later.
const (
	statusFailed     = 1
	statusWrongUsage = 2
	statusTryLater   = 75
)

// exitError is an error with an exit status; all other errors exit with
// statusFailed. If err is nil, the output already shows what failed.
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

// exitStatus prints an error, if any, and returns the exit status for it.
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
