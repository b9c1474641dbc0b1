package stdio_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// progressSession has the session's methods that are tested here.
type progressSession interface {
	Progress(progress, total float64, message string) error
	RequestID() string
}

func sessionOf(ctx context.Context) progressSession {
	return server.ClientSessionFromContext(ctx).(progressSession)
}

func TestProgress(t *testing.T) {
	left := make(chan progressSession, 2)
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{
		"work": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			s := sessionOf(ctx)
			for _, p := range []float64{0, 0, 1, 0.5, math.NaN(), 1.5, 2} {
				total, message := 0.0, ""
				if p == 2 {
					total, message = 2, "a<b"
				}
				if err := s.Progress(p, total, message); err != nil {
					t.Errorf("Progress(%v): %v", p, err)
				}
			}
			if err := s.Progress(math.Inf(1), 0, ""); (err == nil) != (s.RequestID() == "2") {
				t.Errorf("infinite progress of %s: got %v", s.RequestID(), err)
			}
			left <- s
			return ok(ctx, r)
		},
	})}
	for _, token := range []string{`9007199254740993`, `"a<b"`, `1e2`, `"\u0061"`} {
		c := connect(t, s)
		c.send(callWithToken("1", "work", token))
		got := []string{c.receive(), c.receive(), c.receive(), c.receive()}
		want := []string{
			`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":` + token + `,"progress":0}}`,
			`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":` + token + `,"progress":1}}`,
			`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":` + token + `,"progress":1.5}}`,
			`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":` + token + `,"progress":2,"total":2,"message":"a\u003cb"}}`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		c.expect(`"id":1,"result"`)
		_ = (<-left).Progress(3, 0, "") // too late, whatever it returns
		c.send(call("2", "work"))       // no token, no progress
		c.expect(`"id":2,"result"`)
		<-left
		c.end()
	}
}

func TestProgressAlwaysBeforeTheAnswerNeverAfter(t *testing.T) {
	var mcpServer *server.MCPServer
	var background = make(chan struct{}, 1000)
	mcpServer = tools(map[string]server.ToolHandlerFunc{
		"work": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			s := sessionOf(ctx)
			for i := range 5 {
				if err := s.Progress(float64(i), 0, ""); err != nil {
					t.Error(err)
				}
				if err := mcpServer.SendNotificationToClient(ctx, "notifications/test", map[string]any{"for": s.RequestID()}); err != nil {
					t.Error(err)
				}
			}
			go func() { // continues after the tool has returned
				for i := 5; s.Progress(float64(i), 0, "") == nil; i++ {
					_ = mcpServer.SendNotificationToClient(ctx, "notifications/test", map[string]any{"for": s.RequestID()})
				}
				background <- struct{}{}
			}()
			return ok(ctx, r)
		},
	})
	c := connect(t, &stdio.Server{MCP: mcpServer})
	c.send(initialize)
	c.expect(`"id":"init"`)
	const n = 300
	go func() {
		for i := range n {
			c.send(callWithToken(fmt.Sprint(i), "work", fmt.Sprint(i)))
		}
		c.in.Close()
	}()
	lines, err := c.receiveAll()
	if err != nil {
		t.Errorf("Serve: %v", err)
	}
	progress, notes, answered := make(map[string]int), make(map[string]int), make(map[string]bool)
	for _, line := range lines {
		_, token, isProgress := strings.Cut(line, `"progressToken":`)
		_, note, isNote := strings.Cut(line, `"for":"`)
		switch {
		case isProgress:
			token, _, _ = strings.Cut(token, ",")
			progress[token]++
			if answered[token] {
				t.Errorf("after the answer: %s", line)
			}
		case isNote:
			note, _, _ = strings.Cut(note, `"`)
			notes[note]++
			if answered[note] {
				t.Errorf("after the answer: %s", line)
			}
		default:
			id := id(t, line)
			answered[id] = true
			if progress[id] < 5 || notes[id] < 5 {
				t.Errorf("request %s: %d progress and %d other notifications before the answer, want 5 or more", id, progress[id], notes[id])
			}
		}
	}
	if len(answered) != n {
		t.Errorf("%d answers, want %d", len(answered), n)
	}
	for range n {
		<-background
	}
}

func TestNothingIsWrittenAfterACancellation(t *testing.T) {
	var mcpServer *server.MCPServer
	ended := make(chan struct{})
	mcpServer = tools(map[string]server.ToolHandlerFunc{
		"talk": func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			defer close(ended)
			s := sessionOf(ctx)
			for i := 0; ctx.Err() == nil; i++ {
				_ = s.Progress(float64(i), 0, "")
				_ = mcpServer.SendNotificationToClient(ctx, "notifications/test", nil)
			}
			if err := s.Progress(math.MaxFloat64, 0, ""); err == nil {
				t.Error("progress of a cancelled request does not fail")
			}
			_ = mcpServer.SendNotificationToClient(ctx, "notifications/test", nil)
			return ok(ctx, r)
		},
	})
	c := connect(t, &stdio.Server{MCP: mcpServer})
	c.send(initialize)
	c.expect(`"id":"init"`)
	c.send(callWithToken("1", "talk", "1"))
	go c.send(cancelled("1"), ping("2"))
	for id(t, c.receive()) != "2" {
	}
	<-ended
	c.end()
}

func TestBroadcastIsWrittenBeforeTheEnd(t *testing.T) {
	s := tools(nil)
	s.AddTool(mcp.Tool{Name: "tell"}, func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		for range 100 {
			s.SendNotificationToAllClients("notifications/test", nil)
		}
		return ok(ctx, r)
	})
	lines := exchange(t, &stdio.Server{MCP: s}, initialize+"\n"+call("1", "tell"))
	if len(lines) != 102 {
		t.Errorf("got %d lines, want 100 notifications and two answers", len(lines))
	}
}

func TestErasShareAStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := make(chan struct{})
		hooks := &server.Hooks{}
		s := server.NewMCPServer("test", "1", server.WithHooks(hooks))
		who := func(ctx context.Context, wait bool) (*mcp.CallToolResult, error) {
			if wait {
				<-open
			}
			session := server.ClientSessionFromContext(ctx)
			known := session.(server.SessionWithClientInfo)
			can := known.GetClientCapabilities().Elicitation != nil
			version := session.(server.SessionWithProtocolVersion).ProtocolVersion()
			return mcp.NewToolResultText(fmt.Sprintf("%s,%t,%s,%t,%s", known.GetClientInfo().Name, can,
				version, server.IsModernRequest(ctx), session.SessionID())), nil
		}
		s.AddTool(mcp.Tool{Name: "who"}, func(ctx context.Context, _ mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return who(ctx, false)
		})
		s.AddTool(mcp.Tool{Name: "later"}, func(ctx context.Context, _ mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return who(ctx, true)
		})
		c := connect(t, &stdio.Server{MCP: s})
		go c.send(call("0", "later"), initialize)
		c.expect(`"id":"init","result"`)
		c.send(modernCall("1", "who", "new", `{"elicitation":{}}`))
		_, sessionID, _ := strings.Cut(c.expect(`"text":"new,true,2025-11-25,true,stdio-`), "true,stdio-")
		sessionID, _, _ = strings.Cut(sessionID, `"`)
		c.send(modernInitialize)
		c.expect(`"id":"again","error":{"code":-32601`)
		c.send(call("2", "who"))
		c.expect(`"text":"old,false,2025-11-25,false,stdio-` + sessionID)
		close(open)
		c.expect(`"text":",false,,false,stdio-` + sessionID) // read before initialize
		c.send(`{"jsonrpc":"2.0","id":3,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}`)
		c.expect(`"id":3,"result":{`)
		c.end()
	})
}

// modernInitialize is refused, and must not change the connection.
const modernInitialize = `{"jsonrpc":"2.0","id":"again","method":"initialize","params":{"_meta":{` +
	`"io.modelcontextprotocol/protocolVersion":"2026-07-28",` +
	`"io.modelcontextprotocol/clientInfo":{"name":"new","version":"1"},` +
	`"io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}`

func TestEveryVersionIsNegotiated(t *testing.T) {
	for _, version := range []string{"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"} {
		line := strings.Replace(initialize, "2025-11-25", version, 1)
		lines := exchange(t, &stdio.Server{MCP: tools(nil)}, line)
		if want := `"id":"init","result":{"protocolVersion":"` + version; !strings.Contains(lines[0], want) {
			t.Errorf("got %s, want %s", lines[0], want)
		}
	}
}

func TestSubscriptionEndsWithTheInput(t *testing.T) {
	s := server.NewMCPServer("test", "1", server.WithToolCapabilities(true))
	line := `{"jsonrpc":"2.0","id":"s","method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}`
	lines := exchange(t, &stdio.Server{MCP: s}, line)
	if len(lines) != 2 || !strings.Contains(lines[0], "acknowledged") || !strings.Contains(lines[1], `"id":"s","result"`) {
		t.Errorf("got %q, want the acknowledgement and the answer", lines)
	}
}

// The response to a request that fails is the error that its handler set.
func TestSetError(t *testing.T) {
	s := tools(map[string]server.ToolHandlerFunc{
		"fails": func(ctx context.Context, _ mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			server.ClientSessionFromContext(ctx).(interface {
				SetError(code int, message string, data any)
			}).SetError(-32002, "not there", map[string]string{"uri": "a:b"})
			return nil, errors.New("secret")
		},
		"fails plainly": func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return nil, errors.New("plain")
		},
	})
	for _, test := range []struct{ tool, want string }{
		{"fails", `{"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"not there","data":{"uri":"a:b"}}}`},
		{"fails plainly", `{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"plain"}}`},
	} {
		if got := exchange(t, &stdio.Server{MCP: s}, call("1", test.tool)); len(got) != 1 || got[0] != test.want {
			t.Errorf("%s: got %q, want %s", test.tool, got, test.want)
		}
	}
}
