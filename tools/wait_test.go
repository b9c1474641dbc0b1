package tools_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// listener is a session that records when it receives progress.
type listener struct {
	session
	start time.Time
	heard []time.Duration
}

func (l *listener) Progress(progress, total float64, message string) error {
	l.heard = append(l.heard, time.Since(l.start))
	if progress < 0 || progress > total || message == "" {
		return fmt.Errorf("progress %v of %v: %q", progress, total, message)
	}
	return nil
}

func TestWaitTellsProgress(t *testing.T) {
	for call, want := range map[string]string{
		`"wait_for_report","arguments":{"report_id":"00000000-0000-4000-a000-000000000001"}`: `"status":"saved"`,
		`"prepare_months","arguments":{"months":["2026-10","2026-09"]}`:                      `"status":"ready"`,
	} {
		simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
			dc.GenerationTime = 40 * time.Second
			h := &host{m: m}
			h.call(t, "create_report", `{"month":"2026-10"}`)
			l := &listener{session: session{host: h}, start: time.Now()}
			answer := m.HandleMessage(m.WithContext(t.Context(), l), json.RawMessage(
				`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":`+call+`}}`))
			if r := answer.(mcp.JSONRPCResponse).Result.(*mcp.CallToolResult); r.IsError || !strings.Contains(mcp.GetTextFromContent(r.Content[0]), want) {
				t.Errorf("got %+v, want %s", r, want)
			}
			last := time.Duration(0)
			for _, at := range append(l.heard, 40*time.Second) {
				if at-last > 5*time.Second {
					t.Errorf("%s: nothing heard between %v and %v", call, last, at)
				}
				last = at
			}
		})
	}
}

func TestWaitEndsWithItsCall(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, m *server.MCPServer) {
		dc.GenerationTime = time.Hour
		(&host{m: m}).call(t, "create_report", `{"month":"2026-10"}`)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(7*time.Second, cancel)
		start := time.Now()
		m.HandleMessage(ctx, json.RawMessage(
			`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait_for_report","arguments":{"report_id":"00000000-0000-4000-a000-000000000001","timeout_seconds":600}}}`))
		if took := time.Since(start); took != 7*time.Second {
			t.Errorf("a cancel after 7s ended it after %v", took)
		}
		n := len(dc.Requests())
		time.Sleep(time.Minute) // of the bubble
		if more := len(dc.Requests()) - n; more != 0 {
			t.Errorf("%d requests after the cancel", more)
		}
	})
}
