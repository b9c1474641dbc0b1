package tools

import (
	"context"
	"fmt"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// The session that a transport gives may do more than mcp-go asks of it. These
// small interfaces are how tools reach that without knowing the transport.
type (
	progressSession interface {
		Progress(progress, total float64, message string) error
	}
	requestSession interface{ RequestID() string }
	errorSession   interface {
		SetError(code int, message string, data any)
	}
)

// tell lets the client know how far a call has come, if it asked for that.
func tell(ctx context.Context, progress, total float64, message string) {
	if session, ok := server.ClientSessionFromContext(ctx).(progressSession); ok {
		_ = session.Progress(progress, total, escape.Text(message)) // a client that is gone misses nothing
	}
}

// showProgress lets the client know how far reading has come.
func showProgress(ctx context.Context, p figures.Progress) {
	message := fmt.Sprintf("%d of %d reports read", p.Done, p.Total)
	if p.Stage == figures.Downloading {
		message = fmt.Sprintf("%d KiB of the report are here", p.Done>>10)
	}
	tell(ctx, float64(p.Done), float64(p.Total), message)
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
