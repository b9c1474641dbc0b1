package tools

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
	"github.com/rs/zerolog"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/schemas"
)

type failing struct {
	How string `json:"how"`
}

// fails is a tool that fails in ways in which no tool should.
var fails = tool[failing, failing]{
	name: "fails",
	run: func(_ context.Context, _ *service, in failing) (failing, error) {
		if in.How == "panic" {
			panic("MARKED-DETAIL")
		}
		return failing{}, errors.New("MARKED-DETAIL")
	},
}

// testable is a tool without a file for its schemas.
type testable interface {
	generate() (mcp.Tool, schemas.Tool, error)
	handler(*service, func() json.RawMessage) server.ToolHandlerFunc
}

// callLogged makes one tools/call and returns the result and the log.
func callLogged(t *testing.T, o Options, line string) (mcp.JSONRPCMessage, string) {
	t.Helper()
	var log bytes.Buffer
	o.Log = zerolog.New(&log).Level(zerolog.DebugLevel)
	m := server.NewMCPServer("test", "1", server.WithToolCapabilities(false))
	s := newService(o)
	for _, tool := range []testable{getReport, fails} {
		one, made, err := tool.generate()
		if err != nil {
			t.Fatal(err)
		}
		m.AddTool(one, tool.handler(s, func() json.RawMessage { return made.Checked }))
	}
	return m.HandleMessage(t.Context(), json.RawMessage(line)), log.String()
}

func TestNothingFromInsideReachesAModel(t *testing.T) {
	for _, how := range []string{"panic", "error"} {
		answer, log := callLogged(t, Options{Client: new(acronis.Client)},
			`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fails","arguments":{"how":"`+how+`"}}}`)
		response, ok := answer.(mcp.JSONRPCResponse)
		if !ok {
			t.Fatalf("%s: a protocol error: %+v", how, answer)
		}
		raw, err := json.Marshal(response.Result)
		if err != nil {
			t.Fatal(err)
		}
		if !response.Result.(*mcp.CallToolResult).IsError || strings.Contains(string(raw), "MARKED") {
			t.Errorf("%s: %s, want isError without the detail", how, raw)
		}
		if !strings.Contains(log, "MARKED-DETAIL") {
			t.Errorf("%s: the log lacks the detail: %s", how, log)
		}
	}
}

func TestNotConfigured(t *testing.T) {
	answer, _ := callLogged(t, Options{Problem: "ACRONIS_BASE_URL is missing"},
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_report","arguments":{}}}`)
	result := answer.(mcp.JSONRPCResponse).Result.(*mcp.CallToolResult)
	if text := mcp.GetTextFromContent(result.Content[0]); !result.IsError || text != "ACRONIS_BASE_URL is missing" {
		t.Errorf("got %q, want the problem as an error", text)
	}
}

func TestUnknownTool(t *testing.T) {
	answer, _ := callLogged(t, Options{}, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_weather"}}`)
	if e, ok := answer.(mcp.JSONRPCError); !ok || e.Error.Code != mcp.INVALID_PARAMS {
		t.Errorf("got %+v, want -32602", answer)
	}
}

// The error for a tool that isn't served says what it needs.
func TestToolsThatAreNotServed(t *testing.T) {
	for name, want := range map[string]string{"get_weather": `There is no tool "get_weather"`, "price_usage": "needs a price list or costs: --prices FILE"} {
		request := &mcp.CallToolRequest{}
		request.Params.Name = name
		if e := describeError(t.Context(), mcp.MethodToolsCall, request, server.ErrToolNotFound); e == nil || e.code != mcp.INVALID_PARAMS || !strings.Contains(e.text, want) {
			t.Errorf("got %+v, want -32602 with %s", e, want)
		}
	}
}

func TestLogLine(t *testing.T) {
	_, log := callLogged(t, Options{Client: new(acronis.Client)},
		`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_report","arguments":{"report_id":"MARKED-ARGUMENT"}}}`)
	lines := strings.Split(strings.TrimSpace(log), "\n")
	if len(lines) != 1 {
		t.Fatalf("%d lines, want 1: %s", len(lines), log)
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{"level": "info", "tool": "get_report", "outcome": "refused arguments", "attempts": 0.0, "status": 0.0, "message": "tools/call"} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
	if _, ok := line["ms"].(float64); !ok {
		t.Errorf("no duration: %s", log)
	}
	if strings.Contains(log, "MARKED") {
		t.Errorf("the log repeats an argument: %s", log)
	}
}

// A panic in a goroutine would end the process. Therefore calls start
// goroutines only in figures/parallel.go and figures/store/arrival.go, which
// recover.
func TestCallsStartGoroutinesInOnePlace(t *testing.T) {
	var files []string
	for _, pattern := range []string{"*.go", "../figures/*.go", "../figures/*/*.go", "../sheets/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || slices.Contains([]string{"parallel.go", "arrival.go"}, filepath.Base(name)) {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			_, statement := n.(*ast.GoStmt)
			method, ok := n.(*ast.SelectorExpr) // as of sync.WaitGroup
			if statement || ok && method.Sel.Name == "Go" {
				t.Errorf("%s starts a goroutine", fset.Position(n.Pos()))
			}
			return true
		})
	}
}
