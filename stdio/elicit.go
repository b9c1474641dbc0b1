package stdio

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
)

const (
	// waitTimeout is how long a person has to answer. mcp-go asks outside the time
	// that a tool gives itself.
	waitTimeout = 10 * time.Minute

	// maxQuestions is how many may be open at once.
	maxQuestions = 1024
)

// RequestElicitation asks the user by way of the client, and waits. Whatever
// keeps an answer from coming counts as the user's having dismissed the
// question: a client that did not say it can ask or has 1,024 questions open,
// an error or nonsense for a reply, none for ten minutes, the end of ctx, of the
// input or of Serve's context. The error is always nil, for mcp-go would show
// its text to the client.
func (s *session) RequestElicitation(ctx context.Context, request mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	result := &mcp.ElicitationResult{}
	if s.canElicit(request.Params.Mode) {
		reply := s.ask(ctx, string(mcp.MethodElicitationCreate), request.Params)
		if json.Unmarshal(reply, result) != nil {
			result = &mcp.ElicitationResult{}
		}
	}
	switch result.Action {
	case mcp.ElicitationResponseActionAccept, mcp.ElicitationResponseActionDecline:
		return result, nil
	}
	return &mcp.ElicitationResult{
		ElicitationResponse: mcp.ElicitationResponse{Action: mcp.ElicitationResponseActionCancel},
	}, nil
}

// canElicit reports whether the client can be asked in the given mode. A
// capability that names no mode means forms. What the reader runs itself can't
// ask, because no reply would be read.
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

// ask sends a request to the client and returns the result it replies with, nil
// if there is none.
func (s *session) ask(ctx context.Context, method string, params any) json.RawMessage {
	c := s.conn
	id, reply, ok := c.replies.expect()
	if !ok {
		return nil
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
		return nil
	}
	if c.open.Err() != nil || !c.send(ctx, frame{call: s.call, line: append(line, '\n')}) {
		return nil
	}
	c.calls.suspend()
	defer c.calls.resume()
	late := time.NewTimer(waitTimeout)
	defer late.Stop()
	select {
	case result := <-reply:
		return result
	case <-late.C:
	case <-ctx.Done():
	case <-s.call.ctx.Done():
	case <-c.open.Done():
		select {
		case result := <-reply: // in the last line read
			return result
		default:
		}
	}
	return nil
}

// replies matches what the client answers with what it was asked.
type replies struct {
	mu      sync.Mutex
	last    int
	waiting map[string]chan json.RawMessage // by id
}

// expect makes a new id and the channel for the result of its reply. It reports
// false while too many are expected.
func (r *replies) expect() (id string, reply <-chan json.RawMessage, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) >= maxQuestions {
		return "", nil, false
	}
	r.last++
	id = "ask-" + strconv.Itoa(r.last)
	channel := make(chan json.RawMessage, 1) // so that the reader never waits
	if r.waiting == nil {
		r.waiting = make(map[string]chan json.RawMessage)
	}
	r.waiting[id] = channel
	return id, channel, true
}

func (r *replies) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.waiting, id)
}

// deliver hands over the result of a reply, nil for an error. A reply to a
// question that nobody asked, or that is settled, is dropped.
func (r *replies) deliver(m message) {
	var id string
	if json.Unmarshal(m.ID, &id) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if reply, ok := r.waiting[id]; ok {
		delete(r.waiting, id)
		if m.Error != nil {
			m.Result = nil
		}
		reply <- m.Result
	}
}
