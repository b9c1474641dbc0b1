//go:build !windows

package e2e

import (
	"os"
	"syscall"
)

// ownConsole makes a program one that can be stopped alone.
var ownConsole = &syscall.SysProcAttr{}

// stops are the ways to ask a program to end.
var stops = map[string]func(*os.Process) error{
	"SIGTERM":   func(p *os.Process) error { return p.Signal(syscall.SIGTERM) },
	"interrupt": func(p *os.Process) error { return p.Signal(os.Interrupt) },
}
