package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestClientsInTheDocumentation compares the table of clients with those that e2e tries.
func TestClientsInTheDocumentation(t *testing.T) {
	raw, err := os.ReadFile("e2e/clients.json")
	if err != nil {
		t.Fatal(err)
	}
	var clients struct {
		Tried []struct {
			Client, Version, Run, How string
			MCP                       []string
		}
		Not []struct{ Client, Why string } `json:"not_tried"`
	}
	if err := json.Unmarshal(raw, &clients); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| client | version | MCP | tried | how |\n|---|---|---|---|---|\n")
	for _, c := range clients.Tried {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", c.Client, c.Version, strings.Join(c.MCP, ", "), c.Run, c.How)
	}
	b.WriteString("\nNot tried:\n\n")
	for _, c := range clients.Not {
		fmt.Fprintf(&b, "- %s: %s\n", c.Client, c.Why)
	}
	generated(t, "docs/clients.md", "clients", b.String())
}
