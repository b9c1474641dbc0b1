package tools_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
	"github.com/rs/zerolog"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/tools"
)

var update = flag.Bool("update", false, "rewrite answers, schemas, the budget and the README's tool table")

// newServer returns the tools over a data centre, as the program sets them up.
func newServer(t *testing.T, dc *simulator.DataCentre, log zerolog.Logger) *server.MCPServer {
	t.Helper()
	c, err := acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return tools.NewServer(tools.Options{Client: c, DataCentre: "eu2-cloud.acronis.com", Version: "test", Log: log})
}

const modernMeta = `,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`

// result is what a tools/call answers.
type result struct {
	Content           []struct{ Type, Text string }
	StructuredContent json.RawMessage
	IsError           bool
}

// call makes one tools/call, in the era before or after 2026-07-28.
func call(t *testing.T, m *server.MCPServer, tool, arguments string, modern bool) result {
	t.Helper()
	meta := ""
	if modern {
		meta = modernMeta
	}
	line := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":%q,"arguments":%s%s}}`, tool, arguments, meta)
	answer := m.HandleMessage(t.Context(), json.RawMessage(line))
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
	return r
}

// answer is a result as a story tells it.
func (r result) answer() string {
	if r.IsError {
		return "error: " + r.Content[0].Text + "\n"
	}
	var b bytes.Buffer
	_ = json.Indent(&b, []byte(r.Content[0].Text), "", "  ")
	return b.String() + "\n"
}

// TestStories plays every call of testdata/<tool>.txtar, in both eras.
func TestStories(t *testing.T) {
	for name, tool := range catalogue(t) {
		file := filepath.Join("testdata", name+".txtar")
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Errorf("%s has no stories: %v", name, err)
			continue
		}
		output := compile(t, tool.OutputSchema)
		parts := map[string]string{}
		var titles []string
		for _, f := range archive.Files {
			parts[f.Name] = string(f.Data)
			if title, ok := strings.CutSuffix(f.Name, "/call"); ok {
				titles = append(titles, title)
			}
		}
		told := &txtar.Archive{Comment: archive.Comment}
		for _, title := range titles {
			t.Run(name+"/"+title, func(t *testing.T) {
				got := play(t, name, parts[title+"/call"], parts[title+"/faults"], output)
				for _, part := range []string{"/call", "/faults"} {
					if data, ok := parts[title+part]; ok {
						told.Files = append(told.Files, txtar.File{Name: title + part, Data: []byte(data)})
					}
				}
				told.Files = append(told.Files, txtar.File{Name: title + "/answer", Data: []byte(got)})
				if want, ok := parts[title+"/answer"]; !*update && (!ok || want != got) {
					t.Errorf("answer (-want +got):\n%s", cmp.Diff(want, got))
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(told), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// play makes one call in each era and checks what holds for every result.
func play(t *testing.T, tool, arguments, faults string, output *jsonschema.Schema) string {
	var answers [2]string
	for i, modern := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			dc := simulator.New()
			defer dc.Close()
			var injected []simulator.Fault
			if faults != "" {
				if err := json.Unmarshal([]byte(faults), &injected); err != nil {
					t.Fatal(err)
				}
			}
			for _, f := range injected {
				dc.Inject(f)
			}
			m := newServer(t, dc, zerolog.Nop())
			r := call(t, m, tool, strings.TrimSpace(arguments), modern)
			answers[i] = r.answer()
			if len(r.Content) != 1 || r.Content[0].Type != "text" {
				t.Errorf("content is %v, want one text", r.Content)
			}
			if r.IsError {
				if r.StructuredContent != nil {
					t.Errorf("an error with structured content: %s", r.StructuredContent)
				}
				return
			}
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.StructuredContent))
			if err != nil {
				t.Fatal(err)
			}
			if err := output.Validate(value); err != nil {
				t.Errorf("the output schema doesn't hold: %v", err)
			}
			text, err := jsonschema.UnmarshalJSON(strings.NewReader(r.Content[0].Text))
			if err != nil || !cmp.Equal(text, value) {
				t.Errorf("the text is not the structured content: %s", r.Content[0].Text)
			}
		})
	}
	if answers[0] != answers[1] {
		t.Errorf("the eras differ (-2025 +2026):\n%s", cmp.Diff(answers[0], answers[1]))
	}
	return answers[0]
}

func compile(t *testing.T, schema json.RawMessage) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
