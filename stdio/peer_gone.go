package stdio

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrPeerGone is the error of Serve if the client exited, or was killed, while requests
// were in flight: the input has ended, and nobody can read the responses.
var ErrPeerGone = errors.New("the client is gone")

// errUnread is the error of Serve if nobody can read the responses, but the input is
// still open.
var errUnread = errors.New("nobody reads the output")

// peerCheckInterval is how often Serve checks whether the client can still read.
const peerCheckInterval = time.Second

// watchPeer closes c.peerGone when nobody can read the output any more. Otherwise Serve
// would notice that only when it writes, because another process may keep the input
// open.
func (c *conn) watchPeer(out io.Writer) {
	isGone := peerCheck(out)
	if isGone == nil {
		return
	}
	ticker := time.NewTicker(peerCheckInterval)
	defer ticker.Stop()
	for !isGone() {
		select {
		case <-ticker.C:
		case <-c.base.Done():
			return
		}
	}
	close(c.peerGone)
}

// writeFailed returns the error of Serve after a failed write.
func (c *conn) writeFailed(err error) error {
	err = fmt.Errorf("write: %w", err)
	if isBrokenPipe(err) {
		return c.peerLost(err)
	}
	return fmt.Errorf("stdio: %w", err)
}

// peerLost returns the error of Serve if nobody can read the output: ErrPeerGone if the
// input ends too, which may be noticed a little later, else err.
func (c *conn) peerLost(err error) error {
	select {
	case <-c.open.Done():
		err = ErrPeerGone
	case <-time.After(peerCheckInterval):
	}
	return fmt.Errorf("stdio: %w", err)
}
