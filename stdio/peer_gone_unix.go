//go:build linux || darwin

package stdio

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// peerCheck returns a function that reports, without writing, whether out is a pipe
// or socket that nobody can read from any more. It returns nil if out isn't a file.
func peerCheck(out io.Writer) func() bool {
	file, ok := out.(*os.File)
	if !ok {
		return nil
	}
	raw, err := file.SyscallConn()
	if err != nil {
		return nil
	}
	return func() (gone bool) {
		err := raw.Control(func(fd uintptr) {
			fds := []unix.PollFd{{Fd: int32(fd)}}
			n, err := unix.Poll(fds, 0)
			gone = n > 0 && err == nil && fds[0].Revents&(unix.POLLERR|unix.POLLHUP) != 0
		})
		return gone && err == nil
	}
}
