package stdio

import (
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"
)

// maxQueued is how many notifications of a session may wait for the writer. mcp-go
// doesn't wait: if there are more, sending fails.
const maxQueued = 1024

// notifications is the notification channel of a session. It is made when it is first
// used.
type notifications struct {
	channel  chan mcp.JSONRPCNotification // nil before its first use and after the end
	ending   chan struct{}                // closed when the handler has returned
	emptied  chan struct{}                // closed when the writer has all notifications
	finished bool
}

// NotificationChannel returns the channel for mcp-go's notifications. Those that a
// handler sends before it returns are written before its response.
func (s *session) NotificationChannel() chan<- mcp.JSONRPCNotification {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channel == nil && !s.finished {
		s.channel = make(chan mcp.JSONRPCNotification, maxQueued)
		s.ending = make(chan struct{})
		s.emptied = make(chan struct{})
		go s.forwardNotifications(s.channel)
	}
	return s.channel // after the end it is nil, so that sending fails
}

// forwardNotifications passes notifications to the writer until the session ends.
func (s *session) forwardNotifications(channel <-chan mcp.JSONRPCNotification) {
	defer close(s.emptied)
	for {
		select {
		case n := <-channel:
			s.sendNotification(n)
		case <-s.ending:
			for range len(channel) { // only those sent before the end
				s.sendNotification(<-channel)
			}
			return
		}
	}
}

// sendNotification passes one notification to the writer.
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

// endNotifications waits until the writer has the notifications sent so far, and makes
// sending later ones fail.
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
