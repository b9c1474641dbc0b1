// Package schemas contains the schemas of the tools, in one file for each.
//
// The files are generated from the Go types by the tests of package tools, and
// never edited by hand. The program serves the schemas in them, so it needs no
// reflection when it starts.
package schemas

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

// Files contains the files as they were when the program was built.
//
//go:embed *.json
var Files embed.FS

// A Tool has the parts of a tool's file that the server uses.
type Tool struct {
	Input  json.RawMessage `json:"inputSchema"`
	Output json.RawMessage `json:"outputSchema"`

	// Checked is Input with formats and without descriptions. Arguments are
	// checked with it. It is not published, because the API of Gemini refuses
	// whole requests that contain formats it doesn't know.
	Checked json.RawMessage `json:"checkedInputSchema"`
}

// Read returns the schemas of a tool from its file.
func Read(files fs.FS, tool string) (Tool, error) {
	name := tool + ".json"
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return Tool{}, fmt.Errorf("schemas: %w", err)
	}
	var t Tool
	if err := json.Unmarshal(raw, &t); err != nil {
		return Tool{}, fmt.Errorf("schemas: %s: %w", name, err)
	}
	if t.Input == nil || t.Output == nil || t.Checked == nil {
		return Tool{}, fmt.Errorf("schemas: %s lacks a schema", name)
	}
	return t, nil
}
