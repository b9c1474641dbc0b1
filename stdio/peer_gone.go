package stdio

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrPeerGone is why Serve ends early when nobody can read the answers any more and
// the input has ended too: the client exited, or died, with calls in flight.
var ErrPeerGone = errors.New("the client is gone")

// errUnread is why Serve ends early when the input is still open.
var errUnread = errors.New("nobody reads the output")

// peerCheckInterval is how often a connection checks whether its client can still
// read.
const peerCheckInterval = time.Second

// watchPeer waits until nobody can read the output any more, or the connection has
// ended. Without it, a client that died would be noticed only when something is
// written, since another process may keep the input open.
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

// writeFailed is what Serve returns after a failed write.
func (c *conn) writeFailed(err error) error {
	err = fmt.Errorf("write: %w", err)
	if isBrokenPipe(err) {
		return c.peerLost(err)
	}
	return fmt.Errorf("stdio: %w", err)
}

// peerLost is what Serve returns when nobody reads the output: err, unless the input
// ends too, which may be seen a little later.
func (c *conn) peerLost(err error) error {
	select {
	case <-c.open.Done():
		err = ErrPeerGone
	case <-time.After(peerCheckInterval):
	}
	return fmt.Errorf("stdio: %w", err)
}
