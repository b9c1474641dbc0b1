package stdio_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// askingServer returns a server with a tool that asks the user in mcp-go's way, which
// supports both kinds of clients, and returns the reply.
func askingServer() *stdio.Server {
	return &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
		"ask": func(_ context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			if answer := server.ElicitationResponse(r.Params.InputResponses, "sure"); answer != nil {
				return mcp.NewToolResultText(fmt.Sprintf("%s %v", answer.Action, answer.Content)), nil
			}
			return server.NewInputRequestBuilder("").Elicit("sure", mcp.ElicitationParams{
				Message:         "Sure?",
				RequestedSchema: map[string]any{"type": "object", "properties": map[string]any{}},
			}).ToolResult(), nil
		},
	})}
}

func TestElicitation(t *testing.T) {
	tests := []struct{ name, reply, want string }{
		{"accepted", `"result":{"action":"accept","content":{"a":1}}`, `accept map[a:1]`},
		{"declined", `"result":{"action":"decline"}`, `decline <nil>`},
		{"cancelled", `"result":{"action":"cancel"}`, `cancel <nil>`},
		{"error", `"error":{"code":-32601,"message":"no forms"}`, `error map[message:the client replied with error -32601: no forms]`},
		{"error that is none", `"error":"no forms"`, `error map[message:the client replied with an error]`},
		{"error null", `"error":null,"result":{"action":"decline"}`, `decline <nil>`},
		{"result null", `"result":null`, `error map[message:the client's reply can't be read]`},
		{"unknown action", `"result":{"action":"secret","content":{"a":1}}`, `error map[message:the client's reply can't be read]`},
		{"the server's own action", `"result":{"action":"error","content":{"message":"secret"}}`, `error map[message:the client's reply can't be read]`},
		{"too long", `"result":{"action":"accept","content":{"a":"` + strings.Repeat("x", maxLine) + `"}}`, `error map[message:the client's reply is longer than 4 MiB]`},
		{"nonsense", `"result":{"action":"accept","content":{"a":1},"_meta":5}`, `error map[message:the client's reply can't be read]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t, askingServer())
			c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1), call("1", "ask"))
			c.expect(`"id":"init"`)
			question := id(t, c.expect(`"method":"elicitation/create","params":{"message":"Sure?"`))
			if question[0] != '"' {
				t.Errorf("the question's id is %s, want a string", question)
			}
			c.send(`{"jsonrpc":"2.0","id":1,"result":{"action":"accept"}}`) // to a question that doesn't exist
			c.send(`{"jsonrpc":"2.0","id":` + question + `,` + test.reply + `}`)
			c.send(`{"jsonrpc":"2.0","id":` + question + `,"result":{"action":"accept"}}`) // too late
			c.expect(`"id":1,"result":{"content":[{"type":"text","text":"` + test.want)
			c.end()
		})
	}
}

func TestElicitationOfAClientThatCannotAsk(t *testing.T) {
	for _, capabilities := range []string{`{}`, `{"elicitation":null}`, `{"elicitation":{"url":{}}}`} {
		line := strings.Replace(initialize, `"capabilities":{}`, `"capabilities":`+capabilities, 1)
		lines := exchange(t, askingServer(), line+"\n"+call("1", "ask"))
		if len(lines) != 2 || !strings.Contains(lines[1], `"text":"error map[message:the client can't be asked]`) {
			t.Errorf("%s: got %q, want an error instead of a question", capabilities, lines)
		}
	}
}

func TestElicitationModes(t *testing.T) {
	var s *server.MCPServer
	s = tools(map[string]server.ToolHandlerFunc{
		"url": func(ctx context.Context, _ mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			answer, err := s.RequestURLElicitation(ctx, server.ClientSessionFromContext(ctx), "1", "https://example.com", "Go")
			if err != nil {
				return nil, err
			}
			return mcp.NewToolResultText(string(answer.Action)), nil
		},
	})
	tests := map[string]string{`{"elicitation":{"url":{}}}`: "accept", `{"elicitation":{"form":{},"url":{}}}`: "accept", `{"elicitation":{}}`: "error"}
	for capabilities, want := range tests {
		c := connect(t, &stdio.Server{MCP: s})
		c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":`+capabilities, 1), call("1", "url"))
		c.expect(`"id":"init"`)
		if want == "accept" {
			question := id(t, c.expect(`"url":"https://example.com"`))
			c.send(`{"jsonrpc":"2.0","id":` + question + `,"result":{"action":"accept"}}`)
		}
		c.expect(`"text":"` + want + `"`)
		c.end()
	}
}

func TestElicitationEndsWithTheInput(t *testing.T) {
	for _, reply := range []string{"", `{"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept"}}`} {
		c := connect(t, askingServer())
		c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{"form":{}}}`, 1), call("1", "ask"))
		c.expect(`"id":"init"`)
		c.expect(`"id":"ask-1","method":"elicitation/create"`)
		want := "cancel"
		if reply != "" {
			want = "accept" // the reply counts, because it is read before the end
			c.send(reply)
		}
		c.in.Close()
		if reply == "" {
			c.expect(cancelled(`"ask-1","reason":"the request that asked is over"`))
		}
		c.expect(`"id":1,"result":{"content":[{"type":"text","text":"` + want)
		c.end()
	}
}

func TestElicitationEndsWithItsRequest(t *testing.T) {
	answered := make(chan mcp.ElicitationResponseAction)
	s := tools(map[string]server.ToolHandlerFunc{
		"ask": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			// With another context: the session itself knows that the request ended.
			session := server.ClientSessionFromContext(ctx).(server.SessionWithElicitation)
			answer, err := session.RequestElicitation(context.Background(), mcp.ElicitationRequest{})
			if err != nil {
				t.Error(err)
			}
			answered <- answer.Action
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			answer, err = session.RequestElicitation(ctx, mcp.ElicitationRequest{})
			if err != nil {
				t.Error(err)
			}
			answered <- answer.Action
			return ok(ctx, r)
		},
	})
	c := connect(t, &stdio.Server{MCP: s})
	c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1), call("1", "ask"))
	c.expect(`"id":"init"`)
	question := id(t, c.expect(`"method":"elicitation/create"`))
	c.send(cancelled("1"))
	c.expect(cancelled(question + `,"reason":"the request that asked is over"`)) // so that its dialog closes
	for range 2 {
		if got := <-answered; got != mcp.ElicitationResponseActionCancel {
			t.Errorf("got %s, want cancel", got)
		}
	}
	c.end()
}

func TestModernClientIsAskedInItsOwnWay(t *testing.T) {
	lines := exchange(t, askingServer(), modernCall("1", "ask", "new", `{"elicitation":{}}`))
	if len(lines) != 1 || !strings.Contains(lines[0], `"resultType":"input_required"`) {
		t.Errorf("got %q, want an answer that asks", lines)
	}
}

// Replies are read even if they come after more requests than can run.
func TestRepliesBehindRequestsThatWait(t *testing.T) {
	const questions, others = 200, 2000
	c := connect(t, askingServer())
	c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1))
	c.expect(`"id":"init"`)
	read := make(chan string, questions+others)
	go func() {
		defer close(read)
		for range 2*questions + others {
			line, err := c.out.ReadString('\n')
			if err != nil {
				return
			}
			read <- line
		}
	}()
	for i := range questions {
		c.send(call(strconv.Itoa(i), "ask"))
	}
	var ids []string
	for range questions {
		ids = append(ids, id(t, <-read))
	}
	for i := range others {
		c.send(call(strconv.Itoa(1000+i), "no such tool"))
	}
	for _, question := range ids {
		c.send(`{"jsonrpc":"2.0","id":` + question + `,"result":{"action":"decline"}}`)
	}
	declined := 0
	for line := range read {
		if strings.Contains(line, `"text":"decline `) {
			declined++
		}
	}
	if declined != questions {
		t.Errorf("%d questions were answered, want %d", declined, questions)
	}
}

// A question without a reply fails after ten minutes and is cancelled at the client, and
// the number of open questions is limited.
func TestElicitationThatNobodyAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, askingServer())
		c.send(strings.Replace(initialize, `"capabilities":{}`, `"capabilities":{"elicitation":{}}`, 1))
		c.expect(`"id":"init"`)
		begin := time.Now()
		go func() {
			for i := range 1024 + 1 {
				c.send(call(strconv.Itoa(i), "ask"))
			}
		}()
		failed, takenBack := 0, 0
		for range 3*1024 + 1 {
			line := c.receive()
			if strings.Contains(line, `"method":"notifications/cancelled"`) {
				takenBack++
			}
			tooMany, late := strings.Contains(line, "too many questions are open"), strings.Contains(line, "the client sent no reply for 10 minutes")
			if !tooMany && !late {
				continue
			}
			failed++
			if took := time.Since(begin); tooMany && took != 0 || late && took != 10*time.Minute {
				t.Errorf("%s after %v", line, took)
			}
		}
		if failed != 1024+1 || takenBack != 1024 {
			t.Errorf("%d failed and %d were taken back, want all, and those that were asked", failed, takenBack)
		}
		c.end()
	})
}
