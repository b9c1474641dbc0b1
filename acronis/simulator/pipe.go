package simulator

import (
	"context"
	"net"
	"sync"
)

// pipeListener is a net.Listener whose connections are made in memory by dial. It doesn't use the
// operating system, so that a synctest bubble sees its goroutines as idle.
type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
	close func()
}

func newPipeListener() *pipeListener {
	l := &pipeListener{conns: make(chan net.Conn), done: make(chan struct{})}
	l.close = sync.OnceFunc(func() { close(l.done) })
	return l
}

// dial returns the client's end of a new connection, after the server has accepted the other end.
func (l *pipeListener) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.close()
	return nil
}

// Addr is needed for net.Listener, and not used.
func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Net: "pipe", Name: "in process"} }
