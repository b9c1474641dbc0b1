package stdio

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// A peer is what is known of the client.
type peer struct {
	initialized     bool
	info            mcp.Implementation
	capabilities    mcp.ClientCapabilities
	protocolVersion string // negotiated by initialize, empty without it
}

// A session is what handlers see of the transport. The connection has one of
// its own, and each request has another with a copy of what was known of the
// client when it was read: a request that describes its client itself changes
// only its copy, and what initialize says is adopted when it has succeeded.
type session struct {
	conn *conn
	call *call // nil for the connection's own

	mu   sync.Mutex // guards peer and notes
	peer peer
	notifications

	progressMu sync.Mutex
	progress   float64 // the last value sent

	failure *mcp.JSONRPCErrorDetails // set by SetError; guarded by mu
}

var (
	_ server.SessionWithClientInfo      = (*session)(nil)
	_ server.SessionWithProtocolVersion = (*session)(nil)
	_ server.SessionWithElicitation     = (*session)(nil)
)

// SessionID is the same for all requests of a connection.
func (s *session) SessionID() string { return s.conn.id }

// RequestID returns the id of the request as the client wrote it, for logs.
func (s *session) RequestID() string {
	if s.call == nil {
		return ""
	}
	return string(s.call.id)
}

// SetError sets what the request is answered with if it fails, see [Server.Serve].
func (s *session) SetError(code int, message string, data any) {
	details := mcp.NewJSONRPCErrorDetails(code, message, data)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = &details
}

// errorOr returns the error that was set, else what mcp-go made of it.
func (s *session) errorOr(details mcp.JSONRPCErrorDetails) mcp.JSONRPCErrorDetails {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure != nil {
		return *s.failure
	}
	return details
}

// Progress tells the client how far the request has come, see [Server.Serve].
func (s *session) Progress(progress, total float64, message string) error {
	k := s.call
	if k == nil || k.token == nil {
		return nil
	}
	s.progressMu.Lock() // held while sending, for the values to leave in order
	defer s.progressMu.Unlock()
	if err := k.ctx.Err(); err != nil {
		return err
	}
	if !(progress > s.progress) { // this way round NaN is dropped too
		return nil
	}
	body, err := json.Marshal(struct {
		Progress float64 `json:"progress"`
		Total    float64 `json:"total,omitempty"`
		Message  string  `json:"message,omitempty"`
	}{progress, total, message})
	if err != nil {
		return fmt.Errorf("stdio: progress: %w", err)
	}
	// By hand, because json.Marshal changes how a token is written.
	line := []byte(`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":`)
	line = append(line, k.token...)
	line = append(line, ',')
	line = append(line, body[len("{"):]...)
	line = append(line, "}\n"...)
	if !s.conn.send(k.ctx, frame{call: k, line: line}) {
		return k.ctx.Err()
	}
	s.progress = progress
	return nil
}

// Initialize makes mcp-go willing to send notifications.
func (s *session) Initialize() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peer.initialized = true
}

// Initialized reports whether the client has introduced itself.
func (s *session) Initialized() bool { return s.snapshot().initialized }

// GetClientInfo returns the client's name and version.
func (s *session) GetClientInfo() mcp.Implementation { return s.snapshot().info }

// SetClientInfo records the client's name and version.
func (s *session) SetClientInfo(info mcp.Implementation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peer.info = info
}

// GetClientCapabilities returns what the client can do.
func (s *session) GetClientCapabilities() mcp.ClientCapabilities { return s.snapshot().capabilities }

// SetClientCapabilities records what the client can do.
func (s *session) SetClientCapabilities(capabilities mcp.ClientCapabilities) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peer.capabilities = capabilities
}

// ProtocolVersion returns the version that initialize settled on.
func (s *session) ProtocolVersion() string { return s.snapshot().protocolVersion }

// SetProtocolVersion records the version that initialize settled on.
func (s *session) SetProtocolVersion(version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peer.protocolVersion = version
}

func (s *session) snapshot() peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peer
}

func (s *session) adopt(p peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peer = p
}
