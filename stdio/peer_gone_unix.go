//go:build linux || darwin

package stdio

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// isPeerGone reports whether out is a pipe or socket that nobody can read from any
// more, without writing to it.
func isPeerGone(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	raw, err := file.SyscallConn()
	if err != nil {
		return false
	}
	broken := false
	err = raw.Control(func(fd uintptr) {
		fds := []unix.PollFd{{Fd: int32(fd)}}
		n, err := unix.Poll(fds, 0)
		broken = n > 0 && err == nil && fds[0].Revents&(unix.POLLERR|unix.POLLHUP) != 0
	})
	return broken && err == nil
}
