package stdio_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// A marshaler is a value whose marshalling may fail or panic.
type marshaler func() ([]byte, error)

func (m marshaler) MarshalJSON() ([]byte, error) { return m() }

func TestOneCallCostsOneCall(t *testing.T) {
	structured := func(v any) server.ToolHandlerFunc {
		return func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return mcp.NewToolResultStructured(v, "text"), nil
		}
	}
	handlers := map[string]server.ToolHandlerFunc{
		"ok":    ok,
		"panic": func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) { panic("secret") },
		"exit": func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			runtime.Goexit()
			return nil, nil
		},
		"marshal":   structured(marshaler(func() ([]byte, error) { return nil, errors.New("secret") })),
		"marshal!":  structured(marshaler(func() ([]byte, error) { panic("secret") })),
		"unmarshal": structured(make(chan int)),
	}
	for name := range handlers {
		var log bytes.Buffer
		s := &stdio.Server{MCP: tools(handlers), Log: slog.New(slog.NewTextHandler(&log, nil))}
		c := connect(t, s)
		c.send(call(`"bad"`, name))
		if name == "ok" {
			c.expect(`"id":"bad","result"`)
		} else {
			want := `{"jsonrpc":"2.0","id":"bad","error":{"code":-32603,"message":"internal error"}}`
			if diff := cmp.Diff(want, c.receive()); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		c.send(call(`"good"`, "ok"))
		c.expect(`"id":"good","result"`)
		c.end()
		if name == "ok" || name == "exit" {
			continue
		}
		if got := log.String(); !strings.Contains(got, "level=ERROR") || !strings.Contains(got, "bad") {
			t.Errorf("%s: the log is %q, want an error", name, got)
		}
		if got := log.String(); name == "panic" && (!strings.Contains(got, "secret") || !strings.Contains(got, "panic_test.go")) {
			t.Errorf("%s: the log is %q, want the value and the stack", name, got)
		}
	}
}

func TestBadNotificationCostsNothingElse(t *testing.T) {
	s := tools(nil)
	s.AddNotificationHandler("notifications/panic", func(context.Context, mcp.JSONRPCNotification) { panic("secret") })
	s.AddTool(mcp.Tool{Name: "note"}, func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		for _, v := range []any{make(chan int), marshaler(func() ([]byte, error) { panic("secret") }), 1} {
			if err := s.SendNotificationToClient(ctx, "notifications/test", map[string]any{"v": v}); err != nil {
				t.Error(err)
			}
		}
		return ok(ctx, r)
	})
	var log bytes.Buffer
	lines := exchange(t, &stdio.Server{MCP: s, Log: slog.New(slog.NewTextHandler(&log, nil))},
		initialize+"\n"+`{"jsonrpc":"2.0","method":"notifications/panic"}`+"\n"+call("1", "note"))
	if len(lines) != 3 || !strings.Contains(lines[1], `"params":{"v":1}`) || !strings.Contains(lines[2], `"id":1,"result"`) {
		t.Errorf("got %q, want the good notification and the answer", lines)
	}
	if got := strings.Count(log.String(), "level=ERROR"); got != 3 {
		t.Errorf("the log is %q, want three errors", log.String())
	}
}
