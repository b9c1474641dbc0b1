package tools_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// result is the result of tools/call.
type result struct {
	Content           []content
	StructuredContent json.RawMessage
	IsError           bool
	ResultType        string
	InputRequests     map[string]struct {
		Params struct {
			Message         string
			RequestedSchema json.RawMessage
		}
	}
	RequestState string
}

type content struct{ Type, Text string }

// host is an MCP client of one era, with a user who answers questions in one way.
type host struct {
	m       *server.MCPServer
	modern  bool
	answer  string // "" means that it can't ask
	content any    // of the answer
	asked   []string
	forms   []string // JSON Schemas of what was asked

	whenAsked func() // called with each question, before it is answered; may be nil
}

// call makes one tools/call and answers what is asked on the way.
func (h *host) call(t *testing.T, tool, arguments string) result {
	t.Helper()
	ctx := h.m.WithContext(t.Context(), &session{host: h})
	extra := ""
	for {
		answer := h.m.HandleMessage(ctx, json.RawMessage(fmt.Sprintf(
			`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":%q,"arguments":%s%s}}`, tool, arguments, extra+h.meta())))
		response, ok := answer.(mcp.JSONRPCResponse)
		if !ok {
			t.Fatalf("a protocol error: %+v", answer)
		}
		raw, err := json.Marshal(response.Result)
		if err != nil {
			t.Fatal(err)
		}
		var r result
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Fatal(err)
		}
		if r.ResultType != "input_required" {
			return r
		}
		for id, q := range r.InputRequests {
			h.note(q.Params.Message, string(q.Params.RequestedSchema))
			content, err := json.Marshal(h.content)
			if err != nil {
				t.Fatal(err)
			}
			extra = fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":%q,"content":%s}}`, r.RequestState, id, h.answer, content)
		}
	}
}

// note keeps a question.
func (h *host) note(message, form string) {
	h.asked, h.forms = append(h.asked, message), append(h.forms, form)
	if h.whenAsked != nil {
		h.whenAsked()
	}
}

// meta is what a client of 2026-07-28 sends in each request.
func (h *host) meta() string {
	if !h.modern {
		return ""
	}
	capabilities := "{}"
	if h.answer != "" {
		capabilities = `{"elicitation":{}}`
	}
	return `,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":` + capabilities + `}`
}

// session is a host's session of the initialize era.
type session struct {
	server.SessionWithClientInfo // for methods that the tests don't use
	host                         *host
}

func (s *session) SessionID() string                            { return "test" }
func (s *session) Initialized() bool                            { return true }
func (s *session) SetClientInfo(mcp.Implementation)             {}
func (s *session) SetClientCapabilities(mcp.ClientCapabilities) {}
func (s *session) GetClientCapabilities() (c mcp.ClientCapabilities) {
	if s.host.answer != "" {
		c.Elicitation = &mcp.ElicitationCapability{}
	}
	return c
}

func (s *session) RequestElicitation(_ context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	form, err := json.Marshal(r.Params.RequestedSchema)
	s.host.note(r.Params.Message, string(form))
	return &mcp.ElicitationResult{ElicitationResponse: mcp.ElicitationResponse{
		Action: mcp.ElicitationResponseAction(s.host.answer), Content: s.host.content,
	}}, err
}
