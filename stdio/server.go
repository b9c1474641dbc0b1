// Package stdio serves an MCP server over a pair of pipes and loses nothing.
//
// Each line read is one JSON-RPC message, each line written is another. Four
// kinds of goroutine share the work:
//
//   - the reader classifies lines, admits requests and sees cancellations;
//   - each running request has its own goroutine;
//   - a request that uses mcp-go's notification channel has one to empty it;
//   - the writer alone touches the output. It decides, frame by frame, whether
//     the request a frame belongs to may still speak, so that "no progress
//     after the answer" and "nothing after a cancellation" hold by order alone.
package stdio

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"math"
	"time"

	"github.com/mark3labs/mcp-go/server"
)

// A Server serves MCP over a pair of pipes, to clients of both eras: those that
// begin with initialize and those that describe themselves in every request.
type Server struct {
	MCP   *server.MCPServer // answers the requests
	Log   *slog.Logger      // panics and dropped things; nil discards them
	Grace time.Duration     // for requests already read when ctx ends; 0 means 10 s
}

// cleanupTimeout is how long handlers that were cancelled have to clean up.
const cleanupTimeout = time.Second

// Serve reads requests from in and writes their answers to out, each frame with
// one call of Write, until one of three things happens:
//
//   - in ends: every request read is finished and answered, and Serve returns
//     nil, or the error if reading failed with another one than [io.EOF]. If out
//     turns out to be broken too (on Linux and macOS, where it is a pipe), the
//     client has died: everything is cancelled and Serve returns an error;
//   - ctx ends: new requests are refused, those read have s.Grace to finish,
//     the rest is cancelled without an answer, and Serve returns nil;
//   - writing fails: everything is cancelled and Serve returns the error, which
//     is [ErrPeerGone] where the input ends with it.
//
// Handlers find their session by [server.ClientSessionFromContext]. Beside
// mcp-go's interfaces, [server.SessionWithElicitation] among them, it has
//
//	Progress(progress, total float64, message string) error
//	RequestID() string
//	SetError(code int, message string, data any)
//
// Progress tells the client how far the request has come. It does nothing when
// the client gave no progress token or the value does not increase, leaves out
// a total of 0 and an empty message, and fails once the request is over.
// RequestID is the request's id as the client wrote it, quotes included.
// SetError sets what the request is answered with if it fails: mcp-go has a code
// and data only for some of its own errors.
//
// A Read or Write of in and out that blocks, and a handler that ignores its
// context, can't be interrupted: Serve leaves such a goroutine behind rather
// than wait for it for more than a second. It ends, to no effect, as soon as
// what it waits for happens.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	uncancelled := context.WithoutCancel(ctx)
	base, cancelBase := context.WithCancel(uncancelled)
	defer cancelBase()
	open, closeOpen := context.WithCancel(base)
	c := &conn{
		mcp:        s.MCP,
		log:        s.Log,
		id:         "stdio-" + rand.Text(),
		base:       base,
		open:       open,
		closeOpen:  closeOpen,
		frames:     make(chan frame),
		outbox:     newOutbox(),
		peerGone:   make(chan struct{}),
		stopWriter: make(chan struct{}),
		written:    make(chan error, 1),
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.calls = newCalls(c.run, base.Done())
	c.own = &session{conn: c}
	if err := c.mcp.RegisterSession(uncancelled, c.own); err != nil {
		return fmt.Errorf("stdio: %w", err)
	}
	defer func() {
		c.calls.abort() // first, so that nothing is started only to be cancelled
		cancelBase()
		select {
		case <-c.calls.idle:
		case <-time.After(cleanupTimeout):
		}
		c.mcp.UnregisterSession(uncancelled, c.id)
	}()

	go func() { c.written <- c.write(out) }()
	go c.read(in)
	go c.watchPeer(out)
	go c.stopWriterWhenIdle()

	select {
	case err := <-c.written:
		return c.outcome(err)
	case <-c.peerGone:
		return c.peerLost(errUnread)
	case <-ctx.Done():
	}

	c.refuseNew()
	grace := s.Grace
	if grace == 0 {
		grace = 10 * time.Second
	}
	select {
	case err := <-c.written:
		switch {
		case isBrokenPipe(err): // a client that is gone is what the end of ctx often means
			c.log.Debug("stdio: write failed while shutting down", "error", err)
		case err != nil:
			c.log.Warn("stdio: write failed while shutting down", "error", err)
		}
	case <-time.After(grace):
		c.log.Warn("stdio: grace time is over", "cancelled", c.calls.inFlight())
	}
	return nil
}

// A conn is one run of Serve.
type conn struct {
	mcp *server.MCPServer
	log *slog.Logger
	id  string   // of the session, unique so that two runs in one process don't cross
	own *session // the registered one: broadcasts and what initialize said

	base      context.Context // of all requests; its end means Serve has returned
	open      context.Context // ends when no new requests are taken
	closeOpen context.CancelFunc
	readErr   error // why reading ended, unless io.EOF; set before refuseNew

	calls   *calls
	replies replies

	frames     chan frame    // to the writer; unbuffered, so a slow client slows the handlers
	outbox     *outbox       // to the writer, from the reader
	peerGone   chan struct{} // closed when nobody can read the answers any more
	stopWriter chan struct{} // closed when all frames are out
	written    chan error    // the writer's end
}

// outcome is what Serve returns once the writer has ended by itself.
func (c *conn) outcome(writeErr error) error {
	switch {
	case writeErr != nil:
		return c.writeFailed(writeErr)
	case c.readErr != nil:
		return fmt.Errorf("stdio: read: %w", c.readErr)
	}
	return nil
}

// refuseNew lets no more requests in, and ends what would wait for the client.
func (c *conn) refuseNew() {
	c.closeOpen()
	c.calls.close()
}

// stopWriterWhenIdle stops the writer when no request is left and none can come.
func (c *conn) stopWriterWhenIdle() {
	select {
	case <-c.calls.idle:
		c.own.endNotifications()
		close(c.stopWriter)
	case <-c.base.Done():
	}
}

// run answers one request. The answer is deferred so that it leaves whether the
// handler returns, panics or ends its goroutine.
func (c *conn) run(k *call) {
	var response []byte
	defer func() {
		c.logPanic(recover(), k.id)
		if response == nil {
			response = errorFrame(k.id, internalError)
		}
		k.session.endNotifications()
		if f := (frame{call: k, response: true, line: response}); k.inline {
			c.queue(f)
		} else {
			c.send(c.base, f)
		}
		k.cancel()
	}()
	response = c.handle(k)
}

// admit makes a request of a message that parse let through, and runs it now,
// when its turn comes, or, inline, before the next line is read.
func (c *conn) admit(m message, line []byte) {
	k := &call{
		id:     m.ID,
		key:    m.key,
		token:  m.progressToken(),
		line:   line,
		inline: m.runsInline(),
	}
	parent := c.base
	if m.Method == methodListen {
		// It lasts until it is stopped, and then is answered.
		parent = c.open
	}
	k.session = &session{conn: c, call: k, peer: c.own.snapshot(), progress: math.Inf(-1)}
	k.ctx, k.cancel = context.WithCancel(c.mcp.WithContext(parent, k.session))
	if refused := c.calls.add(k); refused != nil {
		k.cancel()
		c.queue(frame{line: errorFrame(k.id, refused)})
		return
	}
	if k.inline {
		defer c.calls.done(k)
		c.run(k)
	}
}
