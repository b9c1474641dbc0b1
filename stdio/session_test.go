package stdio_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

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
