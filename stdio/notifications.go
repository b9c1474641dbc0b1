package stdio

import (
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"
)

// maxQueued is how far a handler can run ahead of the writer with mcp-go's
// notifications. mcp-go never waits: beyond it, sending fails.
const maxQueued = 1024

// notifications is the notification channel of a session, made at its first use.
type notifications struct {
	channel  chan mcp.JSONRPCNotification // nil until used and after the end
	ending   chan struct{}                // closed when the handler has returned
	emptied  chan struct{}                // closed when all it sent is with the writer
	finished bool
}

// NotificationChannel is where mcp-go puts notifications. What a handler sends
// before it returns is written before its answer.
func (s *session) NotificationChannel() chan<- mcp.JSONRPCNotification {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channel == nil && !s.finished {
		s.channel = make(chan mcp.JSONRPCNotification, maxQueued)
		s.ending = make(chan struct{})
		s.emptied = make(chan struct{})
		go s.forwardNotifications(s.channel)
	}
	return s.channel // nil after the end: sending fails as if it were full
}

// forwardNotifications hands notifications to the writer until the session is finished.
func (s *session) forwardNotifications(channel <-chan mcp.JSONRPCNotification) {
	defer close(s.emptied)
	for {
		select {
		case n := <-channel:
			s.sendNotification(n)
		case <-s.ending:
			for range len(channel) { // only what was sent in time
				s.sendNotification(<-channel)
			}
			return
		}
	}
}

// sendNotification hands one notification to the writer.
func (s *session) sendNotification(n mcp.JSONRPCNotification) {
	id := json.RawMessage(s.RequestID())
	defer func() { s.conn.logPanic(recover(), id) }()
	line, err := json.Marshal(n)
	if err != nil {
		s.conn.log.Error("stdio: notification does not marshal", "request", string(id), "method", n.Method, "error", err)
		return
	}
	if f := (frame{call: s.call, line: append(line, '\n')}); s.call != nil && s.call.inline {
		s.conn.queue(f)
	} else {
		s.conn.send(s.conn.base, f)
	}
}

// endNotifications waits until the notifications sent so far are with the writer, and
// lets all later ones fail.
func (s *session) endNotifications() {
	s.mu.Lock()
	used := s.channel != nil
	s.channel = nil
	s.finished = true
	s.mu.Unlock()
	if used {
		close(s.ending)
		<-s.emptied
	}
}
