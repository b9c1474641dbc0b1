package tools

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/schemas"
)

// tool is one tool: its words, and a function from checked arguments to a result.
// Its schemas come from In and Out.
type tool[In, Out any] struct {
	name, title, description string
	run                      func(context.Context, *service, In) (Out, error)
}

// serve makes t an MCP tool. It is the one place where arguments are checked,
// failures put into words, panics caught and calls logged: nothing that goes
// wrong in a call becomes a protocol error.
func (t tool[In, Out]) serve(s *service) server.ServerTool {
	yes, no := true, false
	definition := mcp.Tool{
		Name:            t.name,
		Title:           t.title,
		Description:     t.description,
		RawInputSchema:  schemas.Input[In](),
		RawOutputSchema: schemas.Output[Out](),
		Annotations: mcp.ToolAnnotation{
			Title:           t.title,
			ReadOnlyHint:    &yes,
			DestructiveHint: &no,
			IdempotentHint:  &yes,
			OpenWorldHint:   &yes,
		},
	}
	check := newChecker(t.name, definition.RawInputSchema)

	answer := func(ctx context.Context, arguments json.RawMessage) (result *mcp.CallToolResult, outcome string) {
		defer func() {
			if p := recover(); p != nil {
				s.Log.Error().Str("tool", t.name).Any("panic", p).Bytes("stack", debug.Stack()).Msg("panic in a tool")
				result, outcome = mcp.NewToolResultError(t.name+" failed inside this server. Trying again may help; if it doesn't, its log has the cause."), "panic"
			}
		}()
		if s.Client == nil {
			return mcp.NewToolResultError(s.Problem), "not configured"
		}
		if refusal := check.refusal(arguments); refusal != "" {
			return mcp.NewToolResultError(refusal), "refused arguments"
		}
		var in In
		if err := json.Unmarshal(arguments, &in); err != nil {
			panic(fmt.Errorf("the schema of %s allows what its type doesn't: %w", t.name, err))
		}
		out, err := t.run(ctx, s, in)
		if err != nil {
			return mcp.NewToolResultError(s.explain(err)), outcomeOf(err)
		}
		text, err := marshal(out)
		if err != nil {
			panic(err)
		}
		return mcp.NewToolResultStructured(json.RawMessage(text), text), "ok"
	}

	return server.ServerTool{Tool: definition, Handler: func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		ctx, cancel := context.WithTimeout(ctx, callTimeout)
		defer cancel()
		ctx, stats := acronis.WithStats(ctx)
		start := time.Now()
		result, outcome := answer(ctx, rawArguments(r))
		line := s.Log.Info().Str("tool", t.name).Str("outcome", outcome).Dur("ms", time.Since(start)).
			Int("attempts", stats.Attempts()).Int("status", stats.Status())
		if session, ok := server.ClientSessionFromContext(ctx).(interface{ RequestID() string }); ok {
			line = line.Str("request", shorten(session.RequestID()))
		}
		line.Msg("tools/call")
		return result, nil
	}}
}

// outcomeOf names a failure for the log, in a word of ours.
func outcomeOf(err error) string {
	var e *acronis.Error
	switch {
	case errors.As(err, &e):
		return string(e.Kind)
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "failed"
}

// rawArguments are a call's arguments as they came, {} if none did.
func rawArguments(r mcp.CallToolRequest) json.RawMessage {
	switch raw := r.GetRawArguments().(type) {
	case json.RawMessage:
		return raw
	default:
		return json.RawMessage("{}")
	}
}

// marshal is json.Marshal without escapes for HTML, which a model would have to read.
func marshal(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
