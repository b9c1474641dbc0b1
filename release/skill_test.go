package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// skillGolden is the skill as it is packed.
const skillGolden = "SKILL.md"

// testSkill compares the skill with SKILL.md, or with -update rewrites it, and
// checks it by the rules of its format.
func testSkill(t *testing.T, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(skillGolden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(skillGolden)
	if err != nil {
		t.Fatalf("%v; go test ./release -update makes it", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("go test ./release -update rewrites SKILL.md (-is +should be):\n%s", diff)
	}
	if problem := skillProblem(string(got)); problem != "" {
		t.Error(problem)
	}
	for _, job := range []string{"Close a month", "Explain a change", "Check trials", "Clean up reports"} {
		if !strings.Contains(string(got), "\n## "+job+"\n") {
			t.Errorf("SKILL.md has no job %q", job)
		}
	}
}

// skillFields are those that the format and its authors' validator know.
var skillFields = []string{"name", "description", "license", "compatibility", "metadata", "allowed-tools"}

// skillProblem returns what the rules of the format and its authors' validator
// forbid. https://agentskills.io/specification
func skillProblem(skill string) string {
	parts := regexp.MustCompile(`(?s)\A---\n(.*?)\n---\n\n(.+)\z`).FindStringSubmatch(skill)
	if parts == nil {
		return "no frontmatter and text"
	}
	fields := map[string]string{}
	for line := range strings.Lines(parts[1]) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.ContainsAny(value, `:#"'[{<>`) {
			return "not plain YAML: " + line
		}
		fields[key] = value
	}
	for _, known := range skillFields {
		switch value := fields[known]; {
		case known == "name" && (value != skillName || len(value) > 64 || !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(value)):
			return "the name is not that of the folder, or not allowed: " + value
		case known == "description" && (value == "" || len(value) > 1024), known == "compatibility" && len(value) > 500:
			return known + " is missing or too long"
		}
		delete(fields, known)
	}
	for key := range fields {
		return "unknown field " + key
	}
	if left := regexp.MustCompile(`\$\{|\{\{|\b(I|me|my)\b`).FindString(parts[2]); left != "" {
		return "the text still has " + left
	}
	return ""
}

// TestSkillProblem has what testSkill must find.
func TestSkillProblem(t *testing.T) {
	const good = "---\nname: acronis-reports\ndescription: Does things.\n---\n\nText.\n"
	for _, test := range []struct{ old, new, want string }{
		{"", "", ""},
		{"---\nname", "name", "no frontmatter"},
		{"name: acronis-reports", "name: Acronis", "name is not that"},
		{"name: acronis-reports", "name: other", "name is not that"},
		{"Does things.", strings.Repeat("x", 1025), "description is missing or too long"},
		{"description: Does things.\n", "", "description is missing or too long"},
		{"Does things.", "Does: things", "not plain YAML"},
		{"Does things.", "Does <things>", "not plain YAML"},
		{"Does things.", "Does things.\nversion: 1", "unknown field version"},
		{"Does things.", "Does things.\ncompatibility: " + strings.Repeat("x", 501), "compatibility is missing or too long"},
		{"Text.", "Close {{month}}.", "still has {{"},
		{"Text.", "Tell me.", "still has me"},
	} {
		got := skillProblem(strings.Replace(good, test.old, test.new, 1))
		if !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%q: %q, want %q", test.new, got, test.want)
		}
	}
}
