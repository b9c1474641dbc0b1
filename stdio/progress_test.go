package stdio_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

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
