package tools_test

import (
	gocmp "cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/schemas"
)

// TestToolsInTheDocumentation compares the README's list of tools, which has
// the first sentence of each description, and the page with all tools, with the
// tools.
func TestToolsInTheDocumentation(t *testing.T) {
	level := map[string]acronis.Access{}
	for _, access := range []acronis.Access{acronis.Delete, acronis.Write, acronis.Read} {
		for name := range catalogueAt(t, access) {
			level[name] = access
		}
	}
	all := catalogue(t)
	var list, page strings.Builder
	list.WriteString("| tool | access | what it does |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		first, _, more := strings.Cut(all[name].Description, ". ")
		if more {
			first += "."
		}
		fmt.Fprintf(&list, "| `%s` | `%v` | %s |\n", name, level[name], first)
		fmt.Fprintf(&page, "## `%s`\n\n%s\n\nAccess level: `%v`.\n\n%s\n", name, all[name].Description, level[name], arguments(t, all[name], all["summarize_usage"]))
	}
	betweenMarks(t, "../README.md", "tool list", list.String())
	betweenMarks(t, "../docs/tools.md", "tools", page.String())
}

// betweenMarks compares the generated part of a page, or with -update rewrites
// it.
func betweenMarks(t *testing.T, file, name, want string) {
	t.Helper()
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+": go test ./tools -update -->\n", "<!-- end of "+name+" -->"
	head, rest, ok := strings.Cut(string(page), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s lacks the marks of %s", file, name)
	}
	golden(t, file, head+begin+want+end+tail)
}

// arguments returns a table of a tool's arguments for the documentation. If the
// tool has no description of an argument, the table has that of another tool.
func arguments(t *testing.T, one, describing tool) string {
	t.Helper()
	file, err := schemas.Read(os.DirFS(schemaFolder), one.Name)
	if err != nil {
		t.Fatal(err)
	}
	var schema, checked, other property // checked has the formats, schema and other the descriptions
	if err := errors.Join(json.Unmarshal(one.InputSchema, &schema), json.Unmarshal(file.Checked, &checked), json.Unmarshal(describing.InputSchema, &other)); err != nil {
		t.Fatal(err)
	}
	table := "| argument | type | meaning |\n|---|---|---|\n"
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		p, required := schema.Properties[name], ""
		if slices.Contains(schema.Required, name) {
			required = " (required)"
		}
		table += fmt.Sprintf("| `%s`%s | %s | %s |\n", name, required, checked.Properties[name].kind(), gocmp.Or(p.Description, other.Properties[name].Description))
	}
	return table
}

// property is the part of a schema that the documentation shows.
type property struct {
	Type, Format, Description string
	Enum                      []string
	Items                     *property
	Properties                map[string]property
	Required                  []string
}

// kind is the type of an argument in words.
func (p property) kind() string {
	switch {
	case p.Items != nil:
		return "list of " + p.Items.kind()
	case len(p.Enum) > 0:
		return "`" + strings.Join(p.Enum, "`, `") + "`"
	case len(p.Properties) > 0:
		return "object with `" + strings.Join(slices.Sorted(maps.Keys(p.Properties)), "`, `") + "`"
	}
	return gocmp.Or(p.Format, p.Type)
}

// errorTable is the table of errors in the documentation. Errors that differ
// only in their status are one row.
type errorTable struct{ answers, errors []string }

func (e *errorTable) add(answer, line string) {
	line, _, _ = strings.Cut(line, " (HTTP ")
	requests, text, failed := strings.Cut(line, ", error: ")
	if !failed {
		return
	}
	row := requests + " | " + strings.NewReplacer("<", "&lt;", "|", "&#124;").Replace(text)
	if i := slices.Index(e.errors, row); i >= 0 {
		e.answers[i] += "; " + answer
		return
	}
	e.answers, e.errors = append(e.answers, answer), append(e.errors, row)
}

func (e *errorTable) String() string {
	table := "| answer | requests | text |\n|---|---|---|\n"
	for i, answers := range e.answers {
		table += "| " + answers + " | " + e.errors[i] + " |\n"
	}
	return table
}
