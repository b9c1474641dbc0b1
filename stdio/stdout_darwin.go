package stdio

import "syscall"

// duplicate makes file descriptor to refer to the same file as from.
func duplicate(from, to int) error { return syscall.Dup2(from, to) }
