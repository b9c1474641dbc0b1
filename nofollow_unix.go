//go:build !windows

package main

import "syscall"

// noFollow makes opening a link fail.
const noFollow = syscall.O_NOFOLLOW
