package sheets

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestColumns compares the columns with the fields of rows in JSON, and with the
// table in the documentation.
func TestColumns(t *testing.T) {
	row, err := json.Marshal(Row{})
	if err != nil {
		t.Fatal(err)
	}
	var inJSON []string
	for _, match := range regexp.MustCompile(`"(\w+)":`).FindAllStringSubmatch(string(row), -1) {
		inJSON = append(inJSON, match[1])
	}
	if diff := cmp.Diff(columns, inJSON); diff != "" {
		t.Errorf("fields in JSON (-columns +fields):\n%s", diff)
	}
	page, err := os.ReadFile("../docs/figures.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "## Exports")
	_, after, _ = strings.Cut(after, "| column | content |\n|---|---|\n")
	lines, _, _ := strings.Cut(after, "\n\n")
	var documented []string
	for line := range strings.Lines(lines) {
		names := strings.Split(line, "|")[1]
		for _, match := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(names, -1) {
			documented = append(documented, match[1])
		}
	}
	if diff := cmp.Diff(columns, documented); diff != "" {
		t.Errorf("docs/figures.md (-columns +documented):\n%s", diff)
	}
}
