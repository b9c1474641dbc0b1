//go:build !windows

package main

import "syscall"

// newTerminalSession makes a process the first of a session, whose terminal is its
// standard input, so that Ctrl-C interrupts it.
func newTerminalSession() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Setctty: true}
}
