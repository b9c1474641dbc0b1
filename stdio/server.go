// Package stdio serves an MCP server over standard input and output.
//
// It can serve any server made with mcp-go, and replaces mcp-go's own transport. That
// one drops requests in flight when the input ends, loses notifications, and may write
// progress after a response. [Server.Serve] answers every request that it has read, in
// any order, and writes nothing for a request after its response or its cancellation.
//
// Every line is one JSON-RPC message. Four kinds of goroutines share the work:
//
//   - The reader parses lines and starts requests. It never waits for a request, so it
//     always sees pings, cancellations and the client's replies.
//   - Each running request has a goroutine. Up to 64 run at the same time.
//   - A request that uses mcp-go's notification channel has another one that empties it.
//   - Only the writer writes to the output. Right before it writes a frame, it checks
//     that the frame's request isn't over yet.
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

// A Server serves MCP to one client, which may begin with initialize, as up to protocol
// version 2025-11-25, or describe itself in every request, as from 2026-07-28.
type Server struct {
	MCP   *server.MCPServer // handles the requests
	Log   *slog.Logger      // for panics and dropped messages; nil discards them
	Grace time.Duration     // how long requests may take after the end of ctx; 0 means 10 s
}

// cleanupTimeout is how long handlers have to return after their requests were
// cancelled.
const cleanupTimeout = time.Second

// Serve reads requests from in and writes responses to out, each with one call of
// Write. It ends in one of these ways:
//
//   - If in ends, it finishes all requests that it has read and returns nil, or the
//     error of in if that isn't [io.EOF].
//   - If ctx ends, it refuses new requests and gives the others s.Grace to finish. It
//     cancels those that remain, without a response, and returns nil.
//   - If a write fails, or nobody can read from out any more, it cancels all requests and
//     returns the error, which is [ErrPeerGone] if in has ended too. That nobody can
//     read is noticed without writing on Linux and macOS, if out is a file.
//
// Up to 64 requests run at the same time, and up to 64 MiB of requests wait. Further
// requests get an error response.
//
// Handlers get their session from [server.ClientSessionFromContext]. In addition to the
// interfaces of mcp-go, including [server.SessionWithElicitation], it has the methods
//
//	Progress(progress, total float64, message string) error
//	RequestID() string
//	SetError(code int, message string, data any)
//
// Progress sends a progress notification, without a total of 0 or an empty message. It
// does nothing if the client sent no progress token or the value doesn't increase, and
// fails when the request is over. RequestID returns the id of the request as the client
// wrote it, with quotes. SetError sets the error response in case the request fails,
// because mcp-go has a code and data only for some of its own errors.
//
// The RawStructuredContent of a result is written unchanged. A handler that sets it
// must make sure that it is JSON.
//
// A Read of in, a Write to out, or a handler that ignores its context may block. Serve
// waits at most a second for it and then leaves its goroutine behind, which has no
// effect when it continues later.
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
		c.calls.abort() // first, so that no waiting request is started now
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
		case isBrokenPipe(err): // ctx often ends because the client is gone
			c.log.Debug("stdio: write failed while shutting down", "error", err)
		case err != nil:
			c.log.Warn("stdio: write failed while shutting down", "error", err)
		}
	case <-time.After(grace):
		c.log.Warn("stdio: grace time is over", "cancelled", c.calls.inFlight())
	}
	return nil
}

// A conn is one call of Serve.
type conn struct {
	mcp *server.MCPServer
	log *slog.Logger
	id  string   // of the session; unique, because a process may have several
	own *session // the registered session: it gets broadcasts, and the client's description from initialize

	base      context.Context // of all requests; ends when Serve returns
	open      context.Context // ends when new requests are refused
	closeOpen context.CancelFunc
	readErr   error // the error that ended reading, unless io.EOF; set before refuseNew

	calls   *calls
	replies replies

	frames     chan frame    // to the writer; unbuffered, so that a slow client slows the handlers down
	outbox     *outbox       // to the writer, from the reader
	peerGone   chan struct{} // closed when nobody can read the output any more
	stopWriter chan struct{} // closed when no more frames can come
	written    chan error    // the result of the writer
}

// outcome returns the error of Serve when the writer has ended.
func (c *conn) outcome(writeErr error) error {
	switch {
	case writeErr != nil:
		return c.writeFailed(writeErr)
	case c.readErr != nil:
		return fmt.Errorf("stdio: read: %w", c.readErr)
	}
	return nil
}

// refuseNew makes the connection refuse new requests, and ends waiting for replies.
func (c *conn) refuseNew() {
	c.closeOpen()
	c.calls.close()
}

// stopWriterWhenIdle stops the writer when no request is pending and none can come.
func (c *conn) stopWriterWhenIdle() {
	select {
	case <-c.calls.idle:
		c.own.endNotifications()
		close(c.stopWriter)
	case <-c.base.Done():
	}
}

// run runs one request and sends its response. That is deferred, so that there is a
// response even if the handler panics or calls runtime.Goexit.
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

// admit registers the request in a message. It runs at once, or when it gets a turn.
// An inline request runs before admit returns.
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
		// It lasts until the connection ends, and then gets its response.
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
