package tools

import (
	"context"
	"fmt"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures"
)

// A transport's session may have more methods than mcp-go requires. These
// interfaces let tools use them without knowing the transport.
type (
	progressSession interface {
		Progress(progress, total float64, message string) error
	}
	requestSession interface{ RequestID() string }
	errorSession   interface {
		SetError(code int, message string, data any)
	}
)

// sendProgress sends progress to the client, if it asked for it.
func sendProgress(ctx context.Context, progress, total float64, message string) {
	if session, ok := server.ClientSessionFromContext(ctx).(progressSession); ok {
		_ = session.Progress(progress, total, escape.Text(message)) // it fails only if the call is over
	}
}

// showProgress sends the progress of reading to the client.
func showProgress(ctx context.Context, p figures.Progress) {
	message := fmt.Sprintf("%d of %d reports read", p.Done, p.Total)
	if p.Stage == figures.Downloading {
		message = fmt.Sprintf("%d KiB of the report are here", p.Done>>10)
	}
	sendProgress(ctx, float64(p.Done), float64(p.Total), message)
}

// canElicit reports whether the client can show a form to its user.
func canElicit(ctx context.Context) bool {
	var can *mcp.ElicitationCapability
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern {
		if info.ClientCapabilities != nil {
			can = info.ClientCapabilities.Elicitation
		}
	} else if session, ok := server.ClientSessionFromContext(ctx).(server.SessionWithClientInfo); ok {
		can = session.GetClientCapabilities().Elicitation
	}
	return can != nil && (can.Form != nil || can.URL == nil) // an empty capability means forms
}
