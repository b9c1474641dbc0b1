package tools

import (
	"context"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/escape"
)

// The session that a transport gives may do more than mcp-go asks of it. These
// small interfaces are how tools reach that without knowing the transport.
type (
	progressSession interface {
		Progress(progress, total float64, message string) error
	}
	requestSession interface{ RequestID() string }
)

// tell lets the client know how far a call has come, if it asked for that.
func tell(ctx context.Context, progress, total float64, message string) {
	if session, ok := server.ClientSessionFromContext(ctx).(progressSession); ok {
		_ = session.Progress(progress, total, escape.Text(message)) // a client that is gone misses nothing
	}
}

// canElicit reports whether the client can put a question to its user.
func canElicit(ctx context.Context) bool {
	var can *mcp.ElicitationCapability
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern {
		if info.ClientCapabilities != nil {
			can = info.ClientCapabilities.Elicitation
		}
	} else if session, ok := server.ClientSessionFromContext(ctx).(server.SessionWithClientInfo); ok {
		can = session.GetClientCapabilities().Elicitation
	}
	return can != nil && (can.Form != nil || can.URL == nil) // none named means forms
}
