package stdio

import (
	"errors"
	"io"
	"time"
)

// errClientLeft is why Serve ends early when the input has ended and nobody can
// read the answers either: a client that died, and not one that said all it had.
var errClientLeft = errors.New("the client is gone")

// lookEvery is how often a connection whose input has ended looks for its client.
const lookEvery = time.Second

// look waits until the client has left for good, or the connection is over.
func (c *conn) look(out io.Writer) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for !hasLeft(out) {
		select {
		case <-ticker.C:
		case <-c.base.Done():
			return
		}
	}
	close(c.left)
}
