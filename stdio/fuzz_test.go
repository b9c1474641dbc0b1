package stdio_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
)

// FuzzFrames checks that after any input the next valid request gets exactly one
// response, and that the output consists of valid frames.
func FuzzFrames(f *testing.F) {
	s := askingServer()
	s.MCP.AddTool(mcp.Tool{Name: "ok"}, ok)
	s.MCP.AddTool(mcp.Tool{Name: "panic"}, func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) { panic("panic") })
	s.MCP.AddTool(mcp.Tool{Name: "progress"}, func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		_ = sessionOf(ctx).Progress(1, 2, "half")
		_ = s.MCP.SendNotificationToClient(ctx, "notifications/test", nil)
		return ok(ctx, r)
	})
	f.Fuzz(func(t *testing.T, input []byte) {
		good := `"good"`
		for bytes.Contains(input, []byte(good)) {
			good = `"` + good[1:len(good)-1] + `!"`
		}
		answers := 0
		for _, line := range exchange(t, s, string(input)+"\n"+call(good, "ok")) {
			var frame struct {
				JSONRPC       string
				ID            json.RawMessage
				Method        *string
				Result, Error *json.RawMessage
			}
			decoder := json.NewDecoder(strings.NewReader(line))
			decoder.UseNumber()
			if err := decoder.Decode(&frame); err != nil || frame.JSONRPC != "2.0" {
				t.Fatalf("not a frame: %q: %v", line, err)
			}
			members := 0
			for _, has := range []bool{frame.Method != nil, frame.Result != nil, frame.Error != nil} {
				if has {
					members++
				}
			}
			if members != 1 || frame.Method == nil && frame.ID == nil {
				t.Fatalf("neither an answer nor a request nor a notification: %q", line)
			}
			if string(frame.ID) == good {
				answers++
			}
		}
		if answers != 1 {
			t.Errorf("the good request got %d answers, want 1", answers)
		}
	})
}
