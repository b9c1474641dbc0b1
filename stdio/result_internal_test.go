package stdio

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
)

// A result means the same as if encoding/json had written it, and stays on one line.
func TestResultsAreWrittenAsByEncodingJSON(t *testing.T) {
	withMeta := mcp.NewToolResultText("a")
	withMeta.Meta = &mcp.Meta{AdditionalFields: map[string]any{"server": "b"}}
	withMeta.ResultType = "complete"
	annotated := mcp.NewToolResultText("a")
	annotated.Content[0] = mcp.TextContent{Type: "text", Text: "a", Annotated: mcp.Annotated{Annotations: &mcp.Annotations{Audience: []mcp.Role{"user"}}}}
	asks := mcp.NewToolResultText("a")
	asks.RequestState = "state"
	raw := mcp.NewToolResultStructured(nil, "a")
	raw.RawStructuredContent = json.RawMessage(`{"version":9007199254740993127}`)

	for name, result := range map[string]any{
		"text":           mcp.NewToolResultText(allCharacters() + "\xff\xe2\x80 \U0001f600"),
		"empty":          mcp.NewToolResultText(""),
		"error":          mcp.NewToolResultError(`a "b" \ <c>`),
		"structured":     mcp.NewToolResultStructured(json.RawMessage(`{"a":[1,{"b":"<c>"}]}`), "x"),
		"several lines":  mcp.NewToolResultStructured(json.RawMessage("{\n\"a\":\r1}"), "x"),
		"separator":      mcp.NewToolResultStructured(json.RawMessage("{\"a\":\"\u2028\u2029\"}"), "x"),
		"Go value":       mcp.NewToolResultStructured(map[string]int{"a": 1}, "x"),
		"raw":            raw,
		"meta":           withMeta,
		"annotations":    annotated,
		"asks":           asks,
		"two contents":   &mcp.CallToolResult{Content: []mcp.Content{mcp.NewTextContent("a"), mcp.NewTextContent("b")}},
		"image":          &mcp.CallToolResult{Content: []mcp.Content{mcp.NewImageContent("a", "image/png")}},
		"no content":     &mcp.CallToolResult{},
		"no tool result": mcp.EmptyResult{},
		"resource":       &mcp.ReadResourceResult{Contents: []mcp.ResourceContents{mcp.TextResourceContents{URI: "a://b", Text: allCharacters()}}},
	} {
		got, err := appendResult(nil, result)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, err := json.Marshal(result)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(decodeNumbers(t, want), decodeNumbers(t, got)) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
		if bytes.ContainsAny(got, "\n\r\u2028\u2029") {
			t.Errorf("%s is not on one line: %q", name, got)
		}
	}
}

// Structured content that is not JSON would break the frame.
func TestInvalidStructuredContentIsAnError(t *testing.T) {
	for _, raw := range []string{`{"a":`, `{} {}`, `}`, `{"a":"` + "\x01" + `"}`} {
		if got, err := appendResult(nil, mcp.NewToolResultStructured(json.RawMessage(raw), "x")); err == nil {
			t.Errorf("%s: got %s, want an error", raw, got)
		}
	}
}

// allCharacters returns the first 65,536 characters.
func allCharacters() string {
	var b bytes.Buffer
	for r := range rune(1 << 16) {
		b.WriteRune(r)
	}
	return b.String()
}

func decodeNumbers(t *testing.T, raw []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v: %.200s", err, raw)
	}
	return v
}
