package tools_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis/simulator"
)

var update = flag.Bool("update", false, "rewrite answers, schemas, the budget and what the documentation has of them")

// TestStories makes every call in testdata/<tool>.txtar and, if a tool has many
// stories, in testdata/<tool>-<topic>.txtar, in both eras.
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

// storyFile returns the file with a tool's first stories.
func storyFile(tool string) string { return filepath.Join("testdata", tool+".txtar") }

// toolOf returns the tool whose stories are in a file.
func toolOf(file string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txtar"), "-")
	return name
}

// playFile makes the calls in one file and compares the answers, or with
// -update rewrites them.
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
	for _, title := range titles {
		t.Run(tool+"/"+title, func(t *testing.T) {
			got := play(t, tool, parts[title+"/call"], parts[title+"/setup"], parts[title+"/faults"], output)
			if want, ok := parts[title+"/answer"]; !*update && (!ok || want != got) {
				t.Errorf("answer (-want +got):\n%s", gocmp.Diff(want, got))
			}
			parts[title+"/answer"] = got
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(storiesOf(archive.Comment, titles, parts)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// storiesOf returns the stories with these titles as an archive. A story that
// didn't run, because -run leaves it out, keeps its answer.
func storiesOf(comment []byte, titles []string, parts map[string]string) *txtar.Archive {
	archive := &txtar.Archive{Comment: comment}
	for _, title := range titles {
		for _, part := range []string{"/call", "/setup", "/faults", "/answer"} {
			if data, ok := parts[title+part]; ok {
				archive.Files = append(archive.Files, txtar.File{Name: title + part, Data: []byte(data)})
			}
		}
	}
	return archive
}

// play makes one call in each era and checks the rules for every result.
func play(t *testing.T, tool, arguments, circumstances, faults string, output *jsonschema.Schema) string {
	var answers [2]string
	for i, modern := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // of the bubble
			dc, by := storyDataCentre(t, circumstances)
			defer dc.Close()
			var injected []simulator.Fault
			decode(t, faults, &injected)
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
			answers[i] = transcript(h, dc, r)
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

// decode decodes a part of a story, if it has that part. Unknown names are
// errors.
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
