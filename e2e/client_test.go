package e2e

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"acronis-reports-mcp/acronis/simulator"
)

// user is a user who confirms everything.
type user struct{ asked []string }

func (u *user) Elicit(_ context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	u.asked = append(u.asked, r.Params.Message)
	return &mcp.ElicitationResult{ElicitationResponse: mcp.ElicitationResponse{Action: mcp.ElicitationResponseActionAccept}}, nil
}

// connect starts a server and returns a client that has initialized the
// session, and the tools. When the test ends, the server must have ended
// without leaving a file.
func connect(t *testing.T, command string, env, args []string, options ...client.ClientOption) (*client.Client, map[string]mcp.Tool) {
	t.Helper()
	temp := t.TempDir()
	c := client.NewClient(transport.NewStdio(command, append(env, "TMPDIR="+temp), args...), options...)
	if err := c.Start(context.WithoutCancel(t.Context())); err != nil { // else the server is killed before it is closed
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
	hello := mcp.InitializeRequest{}
	hello.Params.ClientInfo = mcp.Implementation{Name: "test", Version: "1"}
	if _, err := c.Initialize(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	list, err := c.ListTools(t.Context(), mcp.ListToolsRequest{})
	if err != nil || len(list.Tools) == 0 {
		t.Fatalf("%d tools, %v", len(list.Tools), err)
	}
	tools := map[string]mcp.Tool{}
	for _, tool := range list.Tools {
		tools[tool.Name] = tool
	}
	return c, tools
}

// TestClientInBothEras calls every tool with mcp-go's client, with the built
// program as a subprocess.
func TestClientInBothEras(t *testing.T) {
	t.Parallel()
	for _, era := range []string{mcp.ProtocolVersion20251125, mcp.ProtocolVersion20260728} {
		t.Run(era, func(t *testing.T) {
			t.Parallel()
			useEveryTool(t, era, program(t))
		})
	}
}

// useEveryTool starts a server for a simulator and calls every tool.
func useEveryTool(t *testing.T, era, command string, args ...string) {
	t.Helper()
	dc, settings := simulated(t)
	dc.Change(func(o *simulator.Options) { o.GenerationTime = 0 })
	agreeing := &user{}
	c, tools := connect(t, command, environment(settings), append(args, "--access", "delete", "--export-dir", t.TempDir()),
		client.WithProtocolVersion(era), client.WithElicitationHandler(agreeing))
	if c.ProtocolVersion() != era {
		t.Errorf("speaks %s", c.ProtocolVersion())
	}
	unused := maps.Clone(tools)
	call := func(name string, arguments map[string]any) map[string]any {
		delete(unused, name)
		request := mcp.CallToolRequest{}
		request.Params.Name, request.Params.Arguments = name, arguments
		result, err := c.CallTool(t.Context(), request)
		if err != nil || result.IsError {
			t.Fatalf("%s: %v, %+v", name, err, result)
		}
		wantValid(t, tools[name], result)
		var out map[string]any
		if err := json.Unmarshal(result.RawStructuredContent, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}

	call("find_tenants", map[string]any{"query": "contoso"})
	created := call("create_report", map[string]any{"tenant": "Contoso Ltd", "month": "2025-10"})
	id := created["report"].(map[string]any)["id"]
	if waited := call("wait_for_report", map[string]any{"report_id": id}); waited["status"] != "saved" {
		t.Errorf("waited: %v", waited)
	}
	call("list_reports", map[string]any{"tenant": "contoso ltd"})
	call("get_report", map[string]any{"report_id": id})
	version := call("get_report_version", map[string]any{"report_id": id})["version"]
	monthly := call("list_reports", map[string]any{"schedule": "monthly"})["items"].([]any)[0].(map[string]any)["id"]
	call("update_report", map[string]any{"report_id": monthly, "level": "itself"})
	prepared := call("prepare_months", map[string]any{"tenant": "Contoso Ltd", "months": []string{"2025-09", "2025-10"}})["months"].([]any)
	if ready := prepared[1].(map[string]any); ready["status"] != "ready" || ready["report_id"] != id {
		t.Errorf("prepared: %v, want the report created above", prepared)
	}
	call("summarize_usage", map[string]any{"report_id": prepared[1].(map[string]any)["report_id"], "group_by": []string{"tenant"}})
	call("compare_usage", map[string]any{"tenant": "Contoso Ltd", "months": []string{"2025-09", "2025-10"}})
	exported := call("export_usage", map[string]any{"tenant": "Contoso Ltd", "month": "2025-10", "format": "xlsx"})["file"].(string)
	if info, err := os.Stat(exported); err != nil || info.Size() == 0 {
		t.Errorf("exported %s: %v", exported, err)
	}
	call("get_current_usage", map[string]any{"tenant": "Contoso Ltd"})
	deleted := call("delete_reports", map[string]any{"reports": []any{map[string]any{"report_id": id, "version": version}}})
	if outcome := deleted["outcomes"].([]any)[0].(map[string]any)["outcome"]; outcome != "deleted" {
		t.Errorf("deleted: %v", deleted)
	}
	if len(agreeing.asked) != 2 || !strings.Contains(agreeing.asked[1], "Contoso Ltd") {
		t.Errorf("asked: %q, want once to update and once to delete", agreeing.asked)
	}
	for name := range unused {
		t.Errorf("%s is not used", name)
	}
}

// wantValid checks a result against the tool's output schema.
func wantValid(t *testing.T, tool mcp.Tool, result *mcp.CallToolResult) {
	t.Helper()
	raw, err := json.Marshal(tool.OutputSchema)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("output.json", decoded(t, raw)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("output.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(decoded(t, result.RawStructuredContent)); err != nil {
		t.Errorf("%s: %v", tool.Name, err)
	}
}
