package stdio

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// A peer has what is known about the client.
type peer struct {
	initialized     bool
	info            mcp.Implementation
	capabilities    mcp.ClientCapabilities
	protocolVersion string // negotiated by initialize, empty without it
}

// A session is how handlers use the transport. The connection has one, and each request
// has its own with a copy of what was known about the client when the request was read.
// A request that describes its client changes only that copy. If initialize succeeds,
// the connection's session gets its description of the client.
type session struct {
	conn *conn
	call *call // nil for the connection's own

	mu   sync.Mutex // guards peer, notifications and failure
	peer peer
	notifications

	progressMu sync.Mutex
	progress   float64 // the last value sent

	failure *mcp.JSONRPCErrorDetails // set by SetError
}

var (
	_ server.SessionWithClientInfo      = (*session)(nil)
	_ server.SessionWithProtocolVersion = (*session)(nil)
	_ server.SessionWithElicitation     = (*session)(nil)
)

// SessionID returns the id of the connection, which all its requests share.
func (s *session) SessionID() string { return s.conn.id }

// RequestID returns the id of the request as the client wrote it, or "" for the
// connection's session.
func (s *session) RequestID() string {
	if s.call == nil {
		return ""
	}
	return string(s.call.id)
}

// SetError sets the error response of the request, see [Server.Serve].
func (s *session) SetError(code int, message string, data any) {
	details := mcp.NewJSONRPCErrorDetails(code, message, data)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = &details
}

// errorOr returns the error that SetError set, else that of mcp-go.
func (s *session) errorOr(details mcp.JSONRPCErrorDetails) mcp.JSONRPCErrorDetails {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure != nil {
		return *s.failure
	}
	return details
}

// Progress sends a progress notification, see [Server.Serve].
func (s *session) Progress(progress, total float64, message string) error {
	k := s.call
	if k == nil || k.token == nil {
		return nil
	}
	s.progressMu.Lock() // held while sending, to keep the values in order
	defer s.progressMu.Unlock()
	if err := k.ctx.Err(); err != nil {
		return err
	}
	if !(progress > s.progress) { // is also true for NaN
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
	// Not by json.Marshal, which changes how a token is written.
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

// Initialize marks the client as initialized, so that mcp-go sends notifications.
func (s *session) Initialize() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.peer.initialized = true
}

// Initialized reports whether the client is initialized.
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

// ProtocolVersion returns the version that initialize negotiated.
func (s *session) ProtocolVersion() string { return s.snapshot().protocolVersion }

// SetProtocolVersion records the version that initialize negotiated.
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
