package prices_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"acronis-reports-mcp/prices"
)

// The page about prices has a list without faults, and explains each line of the demo's list.
func TestDocumentation(t *testing.T) {
	page, err := os.ReadFile("../docs/prices.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, block := range regexp.MustCompile("(?s)```csv\n(.*?)```").FindAllStringSubmatch(text, -1) {
		parse(t, block[1])
	}
	_, table, _ := strings.Cut(text, "## The demo's price list")
	table, _, _ = strings.Cut(table, "\n## ")
	var explained []int
	for _, cell := range regexp.MustCompile(`(?m)^\| ([0-9]+)(?:(,| to) ([0-9]+))? \|`).FindAllStringSubmatch(table, -1) {
		first, _ := strconv.Atoi(cell[1])
		last := first
		if cell[3] != "" {
			last, _ = strconv.Atoi(cell[3])
		}
		for n := first; n <= last; n++ {
			explained = append(explained, n)
		}
	}
	demo := prices.Demo()
	for _, f := range demo.Faults {
		t.Error(f)
	}
	var lines []int
	for _, r := range demo.Rows {
		lines = append(lines, r.Line)
	}
	if !slices.Equal(explained, lines) {
		t.Errorf("lines %v are explained, the list has %v", explained, lines)
	}
}
