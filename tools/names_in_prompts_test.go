package tools_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/tools"
)

// code is what a text for models writes as code: a tool, an argument with its
// values as in `kind: customer`, or a word of the tool named last.
var code = regexp.MustCompile("`([^`]*)`")

// unknownNames returns what a text names that isn't in the catalogue, and names
// of tools and arguments that it doesn't write as code.
func unknownNames(text string, known map[string]tool) []string {
	var problems []string
	var current tool
	for _, span := range code.FindAllStringSubmatch(text, -1) {
		name, values, isArgument := strings.Cut(span[1], ": ")
		named, isTool := known[name]
		switch {
		case isTool && !isArgument:
			current = named
		case isArgument:
			problems = append(problems, current.wrongArgument(name, strings.Split(values, ", "))...)
		case !regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).Match(current.raw):
			problems = append(problems, fmt.Sprintf("%s has nothing called %s", current.Name, name))
		}
	}
	for _, word := range regexp.MustCompile(`\w+_\w+`).FindAllString(code.ReplaceAllString(text, ""), -1) {
		problems = append(problems, word+" is not written as code")
	}
	return problems
}

// wrongArgument says what is wrong with an argument of a tool and its values.
func (t tool) wrongArgument(name string, values []string) []string {
	var schema struct {
		Properties map[string]struct {
			Enum  []string
			Items struct{ Enum []string }
		}
	}
	if err := json.Unmarshal(t.InputSchema, &schema); err != nil {
		return []string{err.Error()}
	}
	argument, ok := schema.Properties[name]
	if !ok {
		return []string{t.Name + " has no argument " + name}
	}
	var problems []string
	for _, value := range values {
		if !slices.Contains(append(argument.Enum, argument.Items.Enum...), value) {
			problems = append(problems, fmt.Sprintf("%s of %s can't be %s", name, t.Name, value))
		}
	}
	return problems
}

// TestNamesInPrompts holds the prompts, from which the skill is made, against
// the catalogue.
func TestNamesInPrompts(t *testing.T) {
	known := catalogue(t)
	m := tools.NewServer(tools.Options{DataCentre: "eu2-cloud.acronis.com", PriceList: setup{}.priceList()})
	list, _ := request[mcp.ListPromptsResult](t, m, "prompts/list", `{}`)
	for _, p := range list.Prompts {
		got, problem := request[promptText](t, m, "prompts/get", `{"name":"`+p.Name+`","arguments":{"month":"2026-10","before":"2026-09","after":"2026-10"}}`)
		if problem != "" || len(got.Messages) == 0 {
			t.Errorf("%s: %s", p.Name, problem)
			continue
		}
		for _, problem := range unknownNames(got.Messages[0].Content.Text, known) {
			t.Errorf("%s: %s", p.Name, problem)
		}
	}
}

// TestNamesInSkill does the same with the skill as it is packed.
func TestNamesInSkill(t *testing.T) {
	text, err := os.ReadFile("../release/SKILL.md")
	if err != nil {
		t.Fatal(err)
	}
	known := catalogue(t)
	for _, problem := range unknownNames(string(text), known) {
		t.Error(problem)
	}
	if n := len(code.FindAll(text, -1)); n < 20 {
		t.Errorf("only %d names", n)
	}
}

// TestUnknownNames has what TestNamesInPrompts must find.
func TestUnknownNames(t *testing.T) {
	known := catalogue(t)
	for _, test := range []struct{ text, want string }{
		{"Call `find_tenants` with `pricing_mode: trial`, and `next_cursor`.", ""},
		{"Call `compare_usage` with `group_by: offering_item, infra`.", ""},
		{"Call `find_customers`.", " has nothing called find_customers"},
		{"Call find_tenants.", "find_tenants is not written as code"},
		{"Call `find_tenants` with `mode: trial`.", "find_tenants has no argument mode"},
		{"Call `find_tenants` with `pricing_mode: free`.", "pricing_mode of find_tenants can't be free"},
		{"Call `compare_usage` with `group_by: infra, colour`.", "group_by of compare_usage can't be colour"},
		{"Call `find_tenants` with `production`.", ""},
		{"Call `find_tenants` with `months`.", "find_tenants has nothing called months"},
	} {
		if got := strings.Join(unknownNames(test.text, known), "; "); got != test.want {
			t.Errorf("%s: %s, want %s", test.text, got, test.want)
		}
	}
}
