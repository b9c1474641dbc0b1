package simulator_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestStories sends the requests in testdata and compares the responses, with a new data centre for each
// file. The files are written by hand from the vendor's documents: a part "request" (first line, headers,
// empty line, body), then a part "response" (status, the headers that matter, empty line, JSON or text).
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) { play(t, story.Files) })
		})
	}
}

func play(t *testing.T, files []txtar.File) {
	if len(files)%2 != 0 {
		t.Fatal("a request without a response")
	}
	_, client := start(t)
	for i := 0; i < len(files); i += 2 {
		line, header, body := parse(t, files[i])
		method, target, _ := strings.Cut(line, " ")
		req := request(t, method, "http://dc"+target, body)
		req.Header = header
		got := do(t, client, req)

		line, header, body = parse(t, files[i+1])
		if strconv.Itoa(got.status) != line {
			t.Errorf("%s %s: status %d, want %s", method, target, got.status, line)
		}
		for name := range header {
			if got.header.Get(name) != header.Get(name) {
				t.Errorf("%s %s: %s: %q, want %q", method, target, name, got.header.Get(name), header.Get(name))
			}
		}
		if diff := diffBody(t, body, got.body); diff != "" {
			t.Errorf("%s %s: body (-want +got):\n%s", method, target, diff)
		}
	}
}

// diffBody compares bodies, as JSON if the wanted one is.
func diffBody(t *testing.T, want, got string) string {
	t.Helper()
	if json.Valid([]byte(want)) {
		return diffJSON(t, want, got)
	}
	return cmp.Diff(want, strings.TrimSpace(got))
}

// parse splits a part into its first line, its headers and its body.
func parse(t *testing.T, file txtar.File) (line string, header http.Header, body string) {
	t.Helper()
	head, body, _ := strings.Cut(string(file.Data), "\n\n")
	line, rest, _ := strings.Cut(strings.TrimSpace(head), "\n")
	header = http.Header{}
	for field := range strings.Lines(rest) {
		name, value, ok := strings.Cut(field, ": ")
		if !ok {
			t.Fatalf("%s: not a header: %q", file.Name, field)
		}
		header.Add(name, strings.TrimSpace(value))
	}
	return line, header, strings.TrimSpace(body)
}
