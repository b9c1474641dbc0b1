package escape

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestJSON(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":"Contoso – 漢字 🙂 <b>","n":9007199254740993,"e":1e400}`: `{"a":"Contoso – 漢字 🙂 <b>","n":9007199254740993,"e":1e400}`,
		`["a\u202eb","\ud83d\ude00","\"\\u202e\/","\n\t"]`:          `["a\\u202eb","\ud83d\ude00","\"\\u202e\/","\\u000a\\u0009"]`,
		"[\"a\u202eb\u200b\U000e0041\"]":                            `["a\\u202eb\\u200b\\U000e0041"]`,
		`["\udb40\udc41"]`:                                          `["\\U000e0041"]`,
	} {
		got := JSON(in, Text)
		if got != want {
			t.Errorf("JSON(%s)\nis   %s\nwant %s", in, got, want)
		}
		if again := JSON(got, Text); again != got {
			t.Errorf("cleaned twice %s", again)
		}
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"a":"\u202e\ud83d\ude00\\u202e` + "\u202e\"}")
	f.Add(`["\udb40\udc41\n", 1.50, null]`)
	f.Fuzz(func(t *testing.T, text string) {
		var before, after any
		if json.Unmarshal([]byte(text), &before) != nil {
			t.Skip()
		}
		got := JSON(text, Text)
		if err := json.Unmarshal([]byte(got), &after); err != nil {
			t.Fatalf("%q became %q: %v", text, got, err)
		}
		if r, found := anyHidden(after); found {
			t.Fatalf("%q is left in %q", r, got)
		}
	})
}

// anyHidden finds a hidden rune in any string or name of a JSON value.
func anyHidden(value any) (rune, bool) {
	switch v := value.(type) {
	case string:
		if i := strings.IndexFunc(v, Hidden); i >= 0 {
			return []rune(v[i:])[0], true
		}
	case []any:
		for _, one := range v {
			if r, found := anyHidden(one); found {
				return r, true
			}
		}
	case map[string]any:
		for name, one := range v {
			if r, found := anyHidden([]any{name, one}); found {
				return r, true
			}
		}
	}
	return 0, false
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"Contoso Ltd": "Contoso Ltd", "Ünï – 漢字 🙂": "Ünï – 漢字 🙂", "Trey \u202excod": `Trey \u202excod`,
		"a\u200bb\x00\n": `a\u200bb\u0000\u000a`, "\U000e0041": `\U000e0041`,
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) is %q, want %q", in, got, want)
		}
	}
}
