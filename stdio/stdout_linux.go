package stdio

import "syscall"

// duplicate makes file descriptor to refer to the same file as from. Linux on arm64 has
// no dup2.
func duplicate(from, to int) error { return syscall.Dup3(from, to, 0) }
