package tools

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/escape"
)

// confirmation is the error of a call that waits for the user to agree.
type confirmation struct{ text, agree, state string }

func (c *confirmation) Error() string { return "the user must confirm this" }

// result puts the question to the client: in the result since 2026-07-28, by
// elicitation before, which mcp-go sees to. The form has one choice and no
// default: some hosts show a form without fields as a button that does nothing.
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

// agreed reports whether an accepted form agrees. Some hosts send no content;
// content that is there must be the offered choice.
func agreed(content any, agree string) (ok, readable bool) {
	if content == nil {
		return true, true
	}
	fields, _ := content.(map[string]any)
	switch fields[choiceField] {
	case agree:
		return true, true
	case choiceCancel:
		return false, true
	}
	return false, false
}

const (
	confirmationID = "confirmation"
	choiceField    = "choice"
	choiceCancel   = "Cancel"

	// confirmationTimeout is how long an answer may take.
	confirmationTimeout = 10 * time.Minute
)

// currentCall is what confirm must know of the call that it is part of.
type currentCall struct {
	tool, arguments string
	answer          *mcp.ElicitationResult // nil unless the call brings one
	state           string
}

type currentCallKey struct{}

func withCurrentCall(ctx context.Context, r mcp.CallToolRequest, arguments string) context.Context {
	return context.WithValue(ctx, currentCallKey{}, currentCall{
		tool: r.Params.Name, arguments: arguments,
		answer: server.ElicitationResponse(r.Params.InputResponses, confirmationID),
		state:  r.Params.RequestState,
	})
}

// confirm returns nil once the user has agreed to exactly this text for exactly
// this call, by choosing agree. Until then it returns the question, or why it
// can't be asked; the tool passes either on and has sent nothing.
func (s *service) confirm(ctx context.Context, text, agree string) error {
	if s.NoAsk || s.Demo && !canElicit(ctx) {
		return nil
	}
	if !canElicit(ctx) {
		return refused("Nothing was sent. The user must confirm this, and this client can't ask (no MCP elicitation). Trying again won't help: " +
			"the user can use a client that can ask, or start the server with --no-ask (call: --yes).")
	}
	call := ctx.Value(currentCallKey{}).(currentCall)
	subject := sha256.Sum256([]byte(call.tool + "\x00" + canonical(call.arguments) + "\x00" + text + "\x00" + agree))
	if call.answer == nil {
		return &confirmation{text, agree, s.confirmations.issue(subject)}
	}
	status := s.confirmations.redeem(call.state, subject)
	if !answered(call.answer.Action) {
		return notAsked(call.answer)
	}
	switch status {
	case stateExpired:
		return refused("Nothing was sent: the answer came more than 10 minutes after the question. Call again to ask the user again.")
	case stateInvalid:
		return refused("Nothing was sent: the answer belongs to another question, or something has changed since the question. Call again to ask the user again.")
	}
	if call.answer.Action == mcp.ElicitationResponseActionAccept {
		ok, readable := agreed(call.answer.Content, agree)
		switch {
		case ok:
			return nil
		case !readable:
			return refused("Nothing was sent: the client's answer has none of the offered choices. Call again to ask the user again.")
		}
	}
	return refused("Nothing was sent: the user did not agree. Don't try again unless the user asks for it.")
}

// answered reports whether an action is one of a user's.
func answered(action mcp.ElicitationResponseAction) bool {
	return action == mcp.ElicitationResponseActionAccept || action == mcp.ElicitationResponseActionDecline || action == mcp.ElicitationResponseActionCancel
}

// notAsked is the refusal of an answer that isn't the user's: the transport says
// so with an action of its own and a message.
func notAsked(answer *mcp.ElicitationResult) error {
	why := "the client's answer can't be read"
	if fields, ok := answer.Content.(map[string]any); ok {
		if message, ok := fields["message"].(string); ok {
			why = escape.Quote(message)
		}
	}
	return refused("Nothing was sent: the user was not asked, or the answer was lost (" + why + "). Call again to ask once more. If that fails too, " +
		"the user can use another client with MCP elicitation, or start the server with --no-ask (call: --yes).")
}

// confirmations issues the states that travel through the client with each
// question, and redeems those that come back. A state holds when it expires and
// is bound to its subject, encrypted with a key of this process, and valid once.
type confirmations struct {
	gcm cipher.AEAD

	mu       sync.Mutex
	redeemed map[string]time.Time // states, with the time when they expire
}

func newConfirmations() *confirmations {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return &confirmations{gcm: gcm, redeemed: map[string]time.Time{}}
}

func (c *confirmations) issue(subject [32]byte) string {
	expires := binary.BigEndian.AppendUint64(nil, uint64(time.Now().Add(confirmationTimeout).Unix()))
	return base64.RawURLEncoding.EncodeToString(c.gcm.Seal(nil, nil, expires, subject[:]))
}

type stateStatus int

const (
	stateOK stateStatus = iota
	stateExpired
	stateInvalid
)

func (c *confirmations) redeem(state string, subject [32]byte) stateStatus {
	raw, err := base64.RawURLEncoding.DecodeString(state)
	if err != nil {
		return stateInvalid
	}
	plain, err := c.gcm.Open(nil, nil, raw, subject[:])
	if err != nil || len(plain) != 8 {
		return stateInvalid
	}
	expires := time.Unix(int64(binary.BigEndian.Uint64(plain)), 0)
	if time.Now().After(expires) {
		return stateExpired
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for old, end := range c.redeemed {
		if time.Now().After(end) {
			delete(c.redeemed, old)
		}
	}
	if _, again := c.redeemed[string(raw)]; again {
		return stateInvalid
	}
	c.redeemed[string(raw)] = expires
	return stateOK
}

// canonical is JSON in one spelling, with every digit: clients may write the same
// arguments in another order, or with other blanks. Text that is not JSON is
// returned unchanged.
func canonical(arguments string) string {
	var value any
	d := json.NewDecoder(strings.NewReader(arguments))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return arguments
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return arguments
	}
	return string(raw)
}
