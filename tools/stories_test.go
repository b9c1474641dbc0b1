package tools_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
	"github.com/rs/zerolog"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/tools"
)

var update = flag.Bool("update", false, "rewrite answers, schemas, the budget and what the documentation has of them")

// setup is what a story says about its circumstances.
type setup struct {
	Access   string // default delete
	NoAsk    bool
	Demo     bool
	TenantID string
	Label    string
	Export   bool              // there is a folder to export to, called /exports in answers
	Answer   string            // accept, decline or cancel; "" is a client that can't ask
	Before   []before          // calls made first
	File     *storedFixture    // replaces a stored report, after the calls made first
	Data     simulator.Options // switches of the data centre that differ from its defaults
}

// storedFixture is a stored report of a story's own making.
type storedFixture struct {
	Report, Content, Encoding string
	Gzip                      bool
	Cut                       int // bytes missing at the end
}

func (f *storedFixture) put(t *testing.T, dc *simulator.DataCentre) {
	t.Helper()
	content := []byte(f.Content)
	if f.Gzip {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		content = b.Bytes()
	}
	if err := dc.SetFile(f.Report, "csv_v2_0", content[:len(content)-f.Cut], f.Encoding); err != nil {
		t.Fatal(err)
	}
}

type before struct {
	Tool      string
	Arguments json.RawMessage
}

// newServer returns the tools over a data centre, as the program sets them up.
func newServer(t *testing.T, dc *simulator.DataCentre, by setup) *server.MCPServer {
	t.Helper()
	c, err := acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret, Dial: dc.DialContext,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	access, err := acronis.ParseAccess(cmp.Or(by.Access, "delete"))
	if err != nil {
		t.Fatal(err)
	}
	files, exports := &store.Files{}, ""
	if by.Export {
		exports = t.TempDir()
	}
	t.Cleanup(func() {
		if err := files.Close(); err != nil {
			t.Error(err)
		}
	})
	return tools.NewServer(tools.Options{
		Files: files, ExportDir: exports,
		Client: c, DataCentre: cmp.Or(by.Label, "eu2-cloud.acronis.com"), Version: "test", Log: zerolog.Nop(),
		Access: access, NoAsk: by.NoAsk, Demo: by.Demo, TenantID: by.TenantID,
	})
}

// result is what a tools/call answers.
type result struct {
	Content           []content
	StructuredContent json.RawMessage
	IsError           bool
	ResultType        string
	InputRequests     map[string]struct {
		Params struct {
			Message         string
			RequestedSchema json.RawMessage
		}
	}
	RequestState string
}

type content struct{ Type, Text string }

// host is an MCP client of one era, with a user who answers questions in one way.
type host struct {
	m       *server.MCPServer
	modern  bool
	answer  string // "" can't be asked
	content any    // of the answer
	asked   []string
	forms   []string // JSON Schemas of what was asked
}

// call makes one tools/call and answers what is asked on the way.
func (h *host) call(t *testing.T, tool, arguments string) result {
	t.Helper()
	ctx := h.m.WithContext(t.Context(), &session{host: h})
	extra := ""
	for {
		answer := h.m.HandleMessage(ctx, json.RawMessage(fmt.Sprintf(
			`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":%q,"arguments":%s%s}}`, tool, arguments, extra+h.meta())))
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
		if r.ResultType != "input_required" {
			return r
		}
		for id, q := range r.InputRequests {
			h.asked, h.forms = append(h.asked, q.Params.Message), append(h.forms, string(q.Params.RequestedSchema))
			content, err := json.Marshal(h.content)
			if err != nil {
				t.Fatal(err)
			}
			extra = fmt.Sprintf(`,"requestState":%q,"inputResponses":{%q:{"action":%q,"content":%s}}`, r.RequestState, id, h.answer, content)
		}
	}
}

// meta is what a client of 2026-07-28 says in each request.
func (h *host) meta() string {
	if !h.modern {
		return ""
	}
	capabilities := "{}"
	if h.answer != "" {
		capabilities = `{"elicitation":{}}`
	}
	return `,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":` + capabilities + `}`
}

// session is a host's session of the initialize era.
type session struct {
	server.SessionWithClientInfo // what it is not asked for here
	host                         *host
}

func (s *session) SessionID() string                            { return "test" }
func (s *session) Initialized() bool                            { return true }
func (s *session) SetClientInfo(mcp.Implementation)             {}
func (s *session) SetClientCapabilities(mcp.ClientCapabilities) {}
func (s *session) GetClientCapabilities() (c mcp.ClientCapabilities) {
	if s.host.answer != "" {
		c.Elicitation = &mcp.ElicitationCapability{}
	}
	return c
}

func (s *session) RequestElicitation(_ context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	form, err := json.Marshal(r.Params.RequestedSchema)
	s.host.asked, s.host.forms = append(s.host.asked, r.Params.Message), append(s.host.forms, string(form))
	return &mcp.ElicitationResult{ElicitationResponse: mcp.ElicitationResponse{
		Action: mcp.ElicitationResponseAction(s.host.answer), Content: s.host.content,
	}}, err
}

// told is a result as a story tells it: what was asked, what was sent that
// changes something, and the answer.
func told(h *host, dc *simulator.DataCentre, r result) string { return toldSince(h, dc, r, 0) }

// toldSince is told without the first requests that were sent.
func toldSince(h *host, dc *simulator.DataCentre, r result, first int) string {
	var b bytes.Buffer
	for _, question := range h.asked {
		fmt.Fprintf(&b, "asked: %s\n", question)
	}
	for _, sent := range dc.Requests()[first:] {
		if sent.Method != "GET" && sent.Path != "/api/2/idp/token" {
			fmt.Fprintf(&b, "sent: %s %s?%s %s\n", sent.Method, sent.Path, sent.RawQuery, sent.Body)
		}
	}
	if r.IsError {
		fmt.Fprintf(&b, "error: %s\n", r.Content[0].Text)
		return b.String()
	}
	_ = json.Indent(&b, []byte(r.Content[0].Text), "", "  ")
	return exported(b.String() + "\n")
}

// exported replaces the path of an exported file, which differs each time, and adds what is in it.
func exported(answer string) string {
	found := regexp.MustCompile(`"file": "(.*)/(.*)"`).FindStringSubmatch(answer)
	if found == nil {
		return answer
	}
	content, err := os.ReadFile(filepath.Join(found[1], found[2]))
	if err != nil {
		return err.Error()
	}
	answer = strings.ReplaceAll(answer, found[1], "/exports")
	if bytes.HasPrefix(content, []byte("PK")) {
		return answer
	}
	return answer + string(content)
}

// TestStories plays every call of testdata/<tool>.txtar and, where a tool has
// many stories, of testdata/<tool>-<topic>.txtar, in both eras.
func TestStories(t *testing.T) {
	all := catalogue(t)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for name, tool := range all {
		if !slices.Contains(files, storyFile(name)) {
			t.Errorf("%s has no stories in %s", name, storyFile(name))
		}
		output := compile(t, tool.OutputSchema)
		for _, file := range files {
			if toolOf(file) == name {
				playFile(t, name, file, output)
			}
		}
	}
	for _, file := range files {
		if _, ok := all[toolOf(file)]; !ok {
			t.Errorf("%s belongs to no tool", file)
		}
	}
}

// storyFile is the file with a tool's first stories.
func storyFile(tool string) string { return filepath.Join("testdata", tool+".txtar") }

// toolOf is the tool whose stories a file has.
func toolOf(file string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txtar"), "-")
	return name
}

// playFile plays the stories of one file, or with -update rewrites their answers.
func playFile(t *testing.T, tool, file string, output *jsonschema.Schema) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	var titles []string
	for _, f := range archive.Files {
		parts[f.Name] = string(f.Data)
		if title, ok := strings.CutSuffix(f.Name, "/call"); ok {
			titles = append(titles, title)
		}
	}
	rewritten := &txtar.Archive{Comment: archive.Comment}
	for _, title := range titles {
		t.Run(tool+"/"+title, func(t *testing.T) {
			got := play(t, tool, parts[title+"/call"], parts[title+"/setup"], parts[title+"/faults"], output)
			for _, part := range []string{"/call", "/setup", "/faults"} {
				if data, ok := parts[title+part]; ok {
					rewritten.Files = append(rewritten.Files, txtar.File{Name: title + part, Data: []byte(data)})
				}
			}
			rewritten.Files = append(rewritten.Files, txtar.File{Name: title + "/answer", Data: []byte(got)})
			if want, ok := parts[title+"/answer"]; !*update && (!ok || want != got) {
				t.Errorf("answer (-want +got):\n%s", gocmp.Diff(want, got))
			}
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(rewritten), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// play makes one call in each era and checks what holds for every result.
func play(t *testing.T, tool, arguments, circumstances, faults string, output *jsonschema.Schema) string {
	var answers [2]string
	for i, modern := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
			dc := simulator.New()
			defer dc.Close()
			by := setup{Data: dc.Options}
			var injected []simulator.Fault
			decode(t, circumstances, &by)
			decode(t, faults, &injected)
			dc.Options = by.Data
			h := &host{m: newServer(t, dc, by), modern: modern, answer: by.Answer}
			for _, b := range by.Before {
				if r := h.call(t, b.Tool, string(b.Arguments)); r.IsError {
					t.Fatalf("before: %s", r.Content[0].Text)
				}
			}
			if by.File != nil {
				by.File.put(t, dc)
			}
			for _, f := range injected {
				dc.Inject(f)
			}
			r := h.call(t, tool, strings.TrimSpace(arguments))
			answers[i] = told(h, dc, r)
			if n := len(r.Content[0].Text); n > 20<<10 {
				t.Errorf("an answer of %d bytes, want at most 20 KB", n)
			}
			if len(r.Content) != 1 || r.Content[0].Type != "text" {
				t.Errorf("content is %v, want one text: some hosts take nothing else", r.Content)
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
			if err != nil || !gocmp.Equal(text, value) {
				t.Errorf("the text is not the structured content: %s", r.Content[0].Text)
			}
		})
	}
	if answers[0] != answers[1] {
		t.Errorf("the eras differ (-2025 +2026):\n%s", gocmp.Diff(answers[0], answers[1]))
	}
	return answers[0]
}

// decode reads a part of a story, if it has that part. Unknown names are mistakes.
func decode(t *testing.T, part string, into any) {
	t.Helper()
	if part == "" {
		return
	}
	d := json.NewDecoder(strings.NewReader(part))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
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
