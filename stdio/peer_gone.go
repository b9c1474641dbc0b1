package stdio

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrPeerGone is why Serve ends early when the input has ended and nobody can
// read the answers either: the client exited, or died, with calls in flight.
var ErrPeerGone = errors.New("the client is gone")

// peerCheckInterval is how often a connection whose input has ended looks for its client.
const peerCheckInterval = time.Second

// watchPeer waits until the client has left for good, or the connection is over.
func (c *conn) watchPeer(out io.Writer) {
	ticker := time.NewTicker(peerCheckInterval)
	defer ticker.Stop()
	for !isPeerGone(out) {
		select {
		case <-ticker.C:
		case <-c.base.Done():
			return
		}
	}
	close(c.peerGone)
}

// writeFailed is what Serve returns after a failed write. A pipe that nobody reads
// is the end of the client if the input ends too, which may be seen a little later.
func (c *conn) writeFailed(err error) error {
	if isBrokenPipe(err) {
		select {
		case <-c.open.Done():
			return fmt.Errorf("stdio: %w", ErrPeerGone)
		case <-time.After(peerCheckInterval):
		}
	}
	return fmt.Errorf("stdio: write: %w", err)
}
