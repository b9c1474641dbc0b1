//go:build linux || darwin

package stdio

import (
	"errors"
	"os"
	"syscall"
)

func takeStdout() (*os.File, error) {
	// A child that is started between the two calls would keep the output open.
	syscall.ForkLock.RLock()
	fd, err := syscall.Dup(syscall.Stdout)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, os.NewSyscallError("dup", err)
	}
	if err := duplicate(syscall.Stderr, syscall.Stdout); err != nil {
		return nil, errors.Join(os.NewSyscallError("dup2", err), syscall.Close(fd))
	}
	return os.NewFile(uintptr(fd), "stdout"), nil
}
