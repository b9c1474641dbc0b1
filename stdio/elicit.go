package stdio

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
)

const (
	// waitTimeout is how long a user has to answer a question. mcp-go asks outside
	// the time limits of tools.
	waitTimeout = 10 * time.Minute

	// maxQuestions is how many questions may be open at the same time.
	maxQuestions = 1024
)

// unreadableReply is the problem of a reply that can't be understood, or in more than
// one way.
const unreadableReply = "the client's reply can't be read"

// ActionError is the action of the result of an elicitation that no user has
// answered. The content then has a message that says why; it may quote the client.
const ActionError mcp.ElicitationResponseAction = "error"

// RequestElicitation asks the user through the client, and waits for the reply. The
// action of the result is [ActionError] if the client didn't declare that it can ask,
// if it replies with an error or an invalid result, if it doesn't reply within ten
// minutes, and if 1,024 questions are open. The action is cancel if the client says so,
// and if ctx, the request, the input or Serve's context ends. The error is always nil,
// because mcp-go would send its text as the response.
//
// If nobody waits for the reply any more, the client is asked to cancel the question.
func (s *session) RequestElicitation(ctx context.Context, request mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	if !s.canElicit(request.Params.Mode) {
		return failedElicitation("the client can't be asked"), nil
	}
	reply, problem := s.ask(ctx, string(mcp.MethodElicitationCreate), request.Params)
	if problem != "" {
		return failedElicitation(problem), nil
	}
	if reply == nil { // the request is over
		return &mcp.ElicitationResult{
			ElicitationResponse: mcp.ElicitationResponse{Action: mcp.ElicitationResponseActionCancel},
		}, nil
	}
	result := &mcp.ElicitationResult{}
	if err := json.Unmarshal(reply, result); err != nil || !isClearElicitation(reply) {
		return failedElicitation(unreadableReply), nil
	}
	switch result.Action {
	case mcp.ElicitationResponseActionAccept, mcp.ElicitationResponseActionDecline, mcp.ElicitationResponseActionCancel:
		return result, nil
	}
	return failedElicitation(unreadableReply), nil
}

func failedElicitation(message string) *mcp.ElicitationResult {
	return &mcp.ElicitationResult{
		ElicitationResponse: mcp.ElicitationResponse{Action: ActionError, Content: map[string]any{"message": message}},
	}
}

// canElicit reports whether the client can ask in the given mode. A capability
// without modes means forms. A request that the reader runs itself can't ask, because
// the reply would not be read.
func (s *session) canElicit(mode string) bool {
	if s.call == nil || s.call.inline {
		return false
	}
	can := s.GetClientCapabilities().Elicitation
	switch {
	case can == nil:
		return false
	case mode == mcp.ElicitationModeURL:
		return can.URL != nil
	default:
		return can.Form != nil || can.URL == nil
	}
}

// ask sends a request to the client and returns the result of its reply, or why there
// is none. It returns neither if the waiting was ended.
func (s *session) ask(ctx context.Context, method string, params any) (result json.RawMessage, problem string) {
	c := s.conn
	id, replied, ok := c.replies.expect()
	if !ok {
		return nil, "too many questions are open"
	}
	defer c.replies.forget(id)
	line, err := json.Marshal(struct {
		JSONRPC string `json:"jsonrpc"`
		ID      string `json:"id"`
		Method  string `json:"method"`
		Params  any    `json:"params"`
	}{mcp.JSONRPC_VERSION, id, method, params})
	if err != nil {
		c.log.Error("stdio: question does not marshal", "request", s.RequestID(), "error", err)
		return nil, "the question can't be written"
	}
	over := c.open.Err() != nil || s.call.ctx.Err() != nil || ctx.Err() != nil // send may take a frame all the same
	if over || !c.send(ctx, frame{call: s.call, line: append(line, '\n')}) {
		return nil, ""
	}
	c.calls.suspend()
	defer c.calls.resume()
	late := time.NewTimer(waitTimeout)
	defer late.Stop()
	select {
	case r := <-replied:
		return r.result, r.problem
	case <-late.C:
		problem = "the client sent no reply for 10 minutes"
	case <-ctx.Done():
	case <-s.call.ctx.Done():
	case <-c.open.Done():
		select {
		case r := <-replied: // it was the last line of the input
			return r.result, r.problem
		default:
		}
	}
	c.cancelQuestion(id)
	return nil, problem
}

// cancelQuestion tells the client that nobody waits for its reply any more, so that it
// can close its dialog. The frame belongs to no request, because it is also written
// when the request was cancelled.
func (c *conn) cancelQuestion(id string) {
	line := fmt.Sprintf(`{"jsonrpc":"2.0","method":%q,"params":{"requestId":%q,"reason":"the request that asked is over"}}`+"\n", methodCancelled, id)
	c.send(c.base, frame{line: []byte(line)})
}

// A reply is the client's reply to a question.
type reply struct {
	result  json.RawMessage
	problem string // why there is no result
}

// replies matches the client's replies with the questions that wait for them.
type replies struct {
	mu      sync.Mutex
	last    int
	waiting map[string]chan reply // by id
}

// expect returns a new id and the channel for the reply to it. It reports false if too
// many questions are open.
func (r *replies) expect() (id string, replied <-chan reply, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) >= maxQuestions {
		return "", nil, false
	}
	r.last++
	id = "ask-" + strconv.Itoa(r.last)
	channel := make(chan reply, 1) // so that the reader never blocks
	if r.waiting == nil {
		r.waiting = make(map[string]chan reply)
	}
	r.waiting[id] = channel
	return id, channel, true
}

func (r *replies) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.waiting, id)
}

// deliver passes a reply to the question that waits for it, if there is one.
func (r *replies) deliver(rawID json.RawMessage, to reply) {
	var id string
	if json.Unmarshal(rawID, &id) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if waiting, ok := r.waiting[id]; ok {
		delete(r.waiting, id)
		waiting <- to
	}
}

// asReply returns the reply that a message contains.
func (m message) asReply(line []byte) reply {
	if m.JSONRPC != mcp.JSONRPC_VERSION || !isClearReply(line) {
		return reply{problem: unreadableReply}
	}
	if m.Error == nil {
		return reply{result: m.Result}
	}
	var e struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	if json.Unmarshal(*m.Error, &e) != nil {
		return reply{problem: "the client replied with an error"}
	}
	return reply{problem: fmt.Sprintf("the client replied with error %d: %s", e.Code, e.Message)}
}
