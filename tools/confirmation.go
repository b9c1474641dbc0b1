package tools

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/escape"
)

// A question is a question that the user must confirm.
type question struct {
	text  string
	agree string // the choice that confirms it
	about string // everything that the question is about; if it changes, the user is asked again
}

// confirmation is the error of a call that waits for the user's confirmation.
type confirmation struct {
	question
	state string
}

func (c *confirmation) Error() string { return "the user must confirm this" }

// result sends the question to the client: in the result for clients of
// 2026-07-28, and by elicitation for older ones, which mcp-go does. The form
// has one field with choices and no default, because some hosts show a form
// without fields as a button that does nothing.
func (c *confirmation) result() *mcp.CallToolResult {
	return server.NewInputRequestBuilder(c.state).Elicit(confirmationID, mcp.ElicitationParams{
		Mode:    mcp.ElicitationModeForm,
		Message: escape.Lines(c.text),
		RequestedSchema: map[string]any{
			"type":       "object",
			"properties": map[string]any{choiceField: map[string]any{"type": "string", "title": "Your choice", "enum": []string{c.agree, choiceCancel}}},
			"required":   []string{choiceField},
		},
	}).ToolResult()
}

const (
	confirmationID = "confirmation"
	choiceField    = "choice"
	choiceCancel   = "Cancel"

	// maxQuestionBytes is how long a question may be. It is never cut, because the
	// user agrees to all of it.
	maxQuestionBytes = 16 << 10

	// confirmationTimeout is how long an answer may take.
	confirmationTimeout = 10 * time.Minute
)

// currentCall has what confirm needs to know about the current call.
type currentCall struct {
	tool, arguments string
	answer          *mcp.ElicitationResult // nil unless the call brings one
	state           string
}

type currentCallKey struct{}

func withCurrentCall(ctx context.Context, r mcp.CallToolRequest, arguments string) context.Context {
	return context.WithValue(ctx, currentCallKey{}, currentCall{
		tool: r.Params.Name, arguments: arguments,
		answer: answerOf(r.Params.InputResponses),
		state:  r.Params.RequestState,
	})
}

// withoutConsent returns the context of a call without the user's answer, if it
// had one.
func withoutConsent(ctx context.Context) context.Context {
	call := ctx.Value(currentCallKey{}).(currentCall)
	call.answer = nil
	return context.WithValue(ctx, currentCallKey{}, call)
}

// confirm returns nil if the user has confirmed exactly this question for
// exactly this call. Otherwise it returns the question as an error, or the
// reason why it can't be asked. The tool must then send nothing and return that
// error. If the question has changed since the user confirmed it, the user is
// asked again.
func (s *service) confirm(ctx context.Context, q question) error {
	if s.NoAsk || s.Demo && !canElicit(ctx) {
		return nil
	}
	if !canElicit(ctx) {
		return refused("Nothing was sent. The user must confirm this, and this client can't ask (no MCP elicitation). Trying again won't help: " +
			"the user can use a client that can ask, or start the server with --no-ask (call: --yes).")
	}
	call := ctx.Value(currentCallKey{}).(currentCall)
	caller := sha256.Sum256([]byte(call.tool + "\x00" + canonical(call.arguments)))
	shown := sha256.Sum256([]byte(q.text + "\x00" + q.agree + "\x00" + q.about))
	if len(q.text) > maxQuestionBytes {
		return refused("Nothing was sent: the question to the user would be too long to read. Do less in one call.")
	}
	ask := func() error { return &confirmation{q, s.confirmations.issue(caller, shown)} }
	if call.answer == nil {
		return ask()
	}
	status := s.confirmations.redeem(call.state, caller, shown)
	if !answered(call.answer.Action) {
		return notAsked(call.answer)
	}
	switch status {
	case stateExpired:
		return refused("Nothing was sent: the answer came more than 10 minutes after the question. Call again to ask the user again.")
	case stateInvalid:
		return refused("Nothing was sent: the answer belongs to another question. Call again to ask the user again.")
	}
	if call.answer.Action == mcp.ElicitationResponseActionAccept {
		ok, readable := agreed(call.answer.Content, q.agree)
		switch {
		case status == stateChanged && (ok || !readable):
			return ask()
		case ok:
			return nil
		case !readable:
			return refused("Nothing was sent: the client's answer has none of the offered choices. Call again to ask the user again.")
		}
	}
	return refused("Nothing was sent: the user did not agree. Don't try again unless the user asks for it.")
}
