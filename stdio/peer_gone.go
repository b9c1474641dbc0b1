package stdio

import (
	"errors"
	"io"
	"time"
)

// errPeerGone is why Serve ends early when the input has ended and nobody can
// read the answers either: a client that died, and not one that said all it had.
var errPeerGone = errors.New("the client is gone")

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
