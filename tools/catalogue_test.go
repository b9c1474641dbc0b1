package tools_test

import (
	gocmp "cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/tools"
)

// tool is a tool as a client sees it.
type tool struct {
	Name, Title, Description  string
	InputSchema, OutputSchema json.RawMessage
	Annotations               map[string]any

	raw json.RawMessage // all of it
}

// catalogue returns the result of tools/list, by name.
func catalogue(t *testing.T) map[string]tool { return catalogueAt(t, acronis.Delete) }

// catalogueAt returns the catalogue of an access level.
func catalogueAt(t *testing.T, access acronis.Access) map[string]tool {
	t.Helper()
	m := tools.NewServer(tools.Options{DataCentre: "eu2-cloud.acronis.com", Access: access, PriceList: setup{}.priceList()})
	answer := m.HandleMessage(t.Context(), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
	raw, err := json.Marshal(answer.(mcp.JSONRPCResponse).Result)
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Tools []json.RawMessage }
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	all := map[string]tool{}
	for _, raw := range list.Tools {
		one := tool{raw: raw}
		if err := json.Unmarshal(raw, &one); err != nil {
			t.Fatal(err)
		}
		all[one.Name] = one
	}
	if len(all) == 0 {
		t.Fatal("no tools")
	}
	return all
}

// golden compares a file with its expected content, or with -update rewrites
// it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Errorf("%v; go test ./tools -update makes it", err)
	} else if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is out of date; go test ./tools -update rewrites it (-is +should be):\n%s", file, diff)
	}
}

// schemaFolder has the schemas that the tests generate from the Go types.
const schemaFolder = "../schemas"

// TestMain rewrites the schemas first, so that all other golden files are made
// with those.
func TestMain(m *testing.M) {
	flag.Parse()
	if *update {
		folder, err := filepath.Abs(schemaFolder) // tests may leave the working directory
		files, generateErr := tools.GenerateFiles()
		err = errors.Join(err, generateErr)
		for name, content := range files {
			err = errors.Join(err, os.WriteFile(filepath.Join(folder, name), content, 0o644))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		tools.ServeSchemasFrom(os.DirFS(folder))
	}
	os.Exit(m.Run())
}

// The files in schemas/ equal those generated from the Go types, one for each
// tool.
func TestSchemaFiles(t *testing.T) {
	want, err := tools.GenerateFiles()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range want {
		golden(t, filepath.Join(schemaFolder, name), string(content))
	}
	files, err := filepath.Glob(filepath.Join(schemaFolder, "*.json"))
	if err != nil || len(files) != len(want) {
		t.Errorf("schemas/ holds %v (%v), want one file for each tool", files, err)
	}
}

// Clients see what is in the files.
func TestSchemaFilesAreServed(t *testing.T) {
	for name, one := range catalogue(t) {
		file, err := os.ReadFile(filepath.Join(schemaFolder, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var want, got map[string]any
		if err := errors.Join(json.Unmarshal(file, &want), json.Unmarshal(one.raw, &got)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		delete(want, "checkedInputSchema") // never published
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s is served otherwise than its file has it (-file +served):\n%s", name, diff)
		}
	}
}

// TestBudget limits what a model has to read. Tokens are estimated as bytes
// divided by four. Without its output schema a tool must stay below 1 KB,
// except tools with many arguments.
func TestBudget(t *testing.T) {
	all := catalogue(t)
	var table strings.Builder
	fmt.Fprintf(&table, "%-24s %6s %6s %18s\n", "tool", "bytes", "tokens", "no output schema")
	total, totalWithout := 0, 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		size := len(all[name].raw)
		without := size - len(all[name].OutputSchema)
		fmt.Fprintf(&table, "%-24s %6d %6d %18d\n", name, size, size/4, without)
		if name == "price_usage" { // only those who have a price list see it
			if size > 4608 {
				t.Errorf("%s takes %d bytes, want at most 4.5 KB", name, size)
			}
		} else {
			total, totalWithout = total+size, totalWithout+without
		}
		larger := map[string]int{"create_report": 1800, "find_tenants": 1400, "list_reports": 1200, "summarize_usage": 2200, "compare_usage": 1700, "export_usage": 1400, "price_usage": 2048}
		most := gocmp.Or(larger[name], 1024)
		if without >= most {
			t.Errorf("%s takes %d bytes without its output schema, want less than %d", name, without, most)
		}
		if n := len([]rune(all[name].Description)); n > 250 {
			t.Errorf("the description of %s has %d characters, want at most 250", name, n)
		}
	}
	fmt.Fprintf(&table, "%-24s %6d %6d %18d\n", "total", total, total/4, totalWithout)
	if total > 26<<10 || totalWithout > 14<<10 {
		t.Errorf("the catalogue takes %d bytes, %d without output schemas; want at most 26 and 14 KB", total, totalWithout)
	}
	golden(t, "testdata/budget.txt", table.String())
}

// Several hosts reject a whole session for one schema with more than this.
func TestSchemasArePlain(t *testing.T) {
	plain := []string{"type", "properties", "required", "enum", "items", "description", "additionalProperties"}
	var walk func(t *testing.T, where string, schema map[string]any)
	walk = func(t *testing.T, where string, schema map[string]any) {
		for keyword := range schema {
			if !slices.Contains(plain, keyword) {
				t.Errorf("%s: keyword %q", where, keyword)
			}
		}
		if _, ok := schema["type"].(string); !ok {
			t.Errorf("%s: type is %v, want one word", where, schema["type"])
		}
		if open, ok := schema["additionalProperties"]; ok && open != false {
			t.Errorf("%s: additionalProperties is %v", where, open)
		}
		properties, _ := schema["properties"].(map[string]any)
		for name, property := range properties {
			walk(t, where+"."+name, property.(map[string]any))
		}
		if items, ok := schema["items"].(map[string]any); ok {
			walk(t, where+"[]", items)
		}
	}
	for name, one := range catalogue(t) {
		for kind, raw := range map[string]json.RawMessage{"input": one.InputSchema, "output": one.OutputSchema} {
			var schema map[string]any
			if err := json.Unmarshal(raw, &schema); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			walk(t, name+" "+kind, schema)
			compile(t, raw)
			if schema["type"] != "object" || (kind == "input") != (schema["additionalProperties"] == false) {
				t.Errorf("%s %s: %s; want an object, inputs closed and outputs open", name, kind, raw)
			}
		}
	}
}

// Every answer with figures says what they are: pages, and answers cut for size, too.
func TestFiguresSayWhatTheyAre(t *testing.T) {
	all := catalogue(t)
	for name, when := range map[string]string{
		"summarize_usage": "months", "compare_usage": "months", "export_usage": "months", "price_usage": "months", "get_current_usage": "read_at",
	} {
		var schema struct{ Required []string }
		if err := json.Unmarshal(all[name].OutputSchema, &schema); err != nil {
			t.Fatal(name, err)
		}
		for _, field := range []string{"data_centre", "subject", "measure", "scope", when} {
			if !slices.Contains(schema.Required, field) {
				t.Errorf("%s may answer without %s", name, field)
			}
		}
	}
}

func TestReportOutputDemandsLittle(t *testing.T) {
	var schema struct{ Required []string }
	if err := json.Unmarshal(catalogue(t)["get_report"].OutputSchema, &schema); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"id", "version"}, schema.Required); diff != "" {
		t.Errorf("required (-want +got):\n%s", diff)
	}
}

func TestWords(t *testing.T) {
	for name, one := range catalogue(t) {
		if !regexp.MustCompile(`^[a-z][a-z_]{1,39}$`).MatchString(name) || one.Title == "" || one.Description == "" {
			t.Errorf("%s: name, title or description is not as it should be", name)
		}
		for _, hint := range []string{"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"} {
			if _, ok := one.Annotations[hint].(bool); !ok {
				t.Errorf("%s: %s is not explicit", name, hint)
			}
		}
	}
	m := tools.NewServer(tools.Options{DataCentre: "eu2-cloud.acronis.com", Access: acronis.Delete, PriceList: setup{}.priceList()})
	answer := m.HandleMessage(t.Context(), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`))
	hello := answer.(mcp.JSONRPCResponse).Result.(mcp.InitializeResult)
	if n := len([]rune(hello.Instructions)); n == 0 || n >= 2000 || strings.Contains(hello.Instructions, "{{") {
		t.Errorf("instructions of %d characters: %s", n, hello.Instructions)
	}
	if !strings.Contains(hello.Instructions, "eu2-cloud.acronis.com") || !strings.Contains(hello.ServerInfo.Title, "eu2-cloud.acronis.com") {
		t.Errorf("title %q and instructions don't name the data centre", hello.ServerInfo.Title)
	}
}
