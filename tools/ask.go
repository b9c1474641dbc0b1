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

// question is the error of a call that waits for the person's consent.
type question struct{ text, state string }

func (q *question) Error() string { return "the person has to be asked" }

// result puts the question to the client: in the result since 2026-07-28, by
// elicitation, which mcp-go sees to, before.
func (q *question) result() *mcp.CallToolResult {
	return server.NewInputRequestBuilder(q.state).Elicit(consentID, mcp.ElicitationParams{
		Mode:            mcp.ElicitationModeForm,
		Message:         escape.Lines(q.text),
		RequestedSchema: map[string]any{"type": "object", "properties": map[string]any{}},
	}).ToolResult()
}

const (
	consentID = "consent"

	// consentFor is how long an answer may take.
	consentFor = 10 * time.Minute
)

// asked is what a call brings along when it comes back with an answer.
type asked struct {
	tool, arguments string
	answer          *mcp.ElicitationResult // nil if none came
	state           string
}

type askedKey struct{}

func withAsked(ctx context.Context, r mcp.CallToolRequest, arguments string) context.Context {
	return context.WithValue(ctx, askedKey{}, asked{
		tool: r.Params.Name, arguments: arguments,
		answer: server.ElicitationResponse(r.Params.InputResponses, consentID),
		state:  r.Params.RequestState,
	})
}

// consent returns nil once the person has agreed to exactly this text for
// exactly this call. Until then it returns the question, or why there won't be
// a yes; the tool passes either on and has sent nothing.
func (s *service) consent(ctx context.Context, text string) error {
	if s.NoAsk || s.Demo && !canAsk(ctx) {
		return nil
	}
	if !canAsk(ctx) {
		return refused("Nothing was sent. This needs the person's consent, and this client can't ask for it. Trying again won't help: " +
			"the person may use a client that can (MCP elicitation), or start the server with --no-ask (call: --yes).")
	}
	call := ctx.Value(askedKey{}).(asked)
	subject := sha256.Sum256([]byte(call.tool + "\x00" + canonical(call.arguments) + "\x00" + text))
	if call.answer == nil {
		return &question{text, s.seal.close(subject)}
	}
	switch s.seal.open(call.state, subject) {
	case expired:
		return refused("Nothing was sent: the answer came more than 10 minutes after the question. Call again to have the person asked anew.")
	case unfit:
		return refused("Nothing was sent: the answer belongs to another question, or what it was about has changed since. Call again to have the person asked anew.")
	}
	if call.answer.Action != mcp.ElicitationResponseActionAccept {
		return refused("Nothing was sent: the person did not agree. Don't try again unless the person asks for it.")
	}
	return nil
}

// seal closes and opens the state that travels through the client: when it
// expires and what it is about, encrypted under a key of this process, good once.
type seal struct {
	gcm cipher.AEAD

	mu   sync.Mutex
	used map[string]time.Time // states that were opened, until they expire
}

func newSeal() *seal {
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
	return &seal{gcm: gcm, used: map[string]time.Time{}}
}

func (s *seal) close(subject [32]byte) string {
	until := binary.BigEndian.AppendUint64(nil, uint64(time.Now().Add(consentFor).Unix()))
	return base64.RawURLEncoding.EncodeToString(s.gcm.Seal(nil, nil, until, subject[:]))
}

type verdict int

const (
	good verdict = iota
	expired
	unfit
)

func (s *seal) open(state string, subject [32]byte) verdict {
	raw, err := base64.RawURLEncoding.DecodeString(state)
	if err != nil {
		return unfit
	}
	plain, err := s.gcm.Open(nil, nil, raw, subject[:])
	if err != nil || len(plain) != 8 {
		return unfit
	}
	until := time.Unix(int64(binary.BigEndian.Uint64(plain)), 0)
	if time.Now().After(until) {
		return expired
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for old, end := range s.used {
		if time.Now().After(end) {
			delete(s.used, old)
		}
	}
	if _, again := s.used[string(raw)]; again {
		return unfit
	}
	s.used[string(raw)] = until
	return good
}

// canonical is JSON in one spelling, with every digit: clients may write the same
// arguments in another order, or with other blanks. What is no JSON stays as it is.
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
