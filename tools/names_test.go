package tools

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCleanJSON(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":"Contoso – 漢字 🙂 <b>","n":9007199254740993,"e":1e400}`: `{"a":"Contoso – 漢字 🙂 <b>","n":9007199254740993,"e":1e400}`,
		`["a\u202eb","\ud83d\ude00","\"\\u202e\/","\n\t"]`:          `["a\\u202eb","\ud83d\ude00","\"\\u202e\/","\\u000a\\u0009"]`,
		"[\"a\u202eb\u200b\U000e0041\"]":                            `["a\\u202eb\\u200b\\U000e0041"]`,
		`["\udb40\udc41"]`:                                          `["\\U000e0041"]`,
	} {
		got := cleanJSON(in, clean)
		if got != want {
			t.Errorf("cleanJSON(%s)\nis   %s\nwant %s", in, got, want)
		}
		if again := cleanJSON(got, clean); again != got {
			t.Errorf("cleaned twice %s", again)
		}
	}
}

func FuzzCleanJSON(f *testing.F) {
	f.Add(`{"a":"\u202e\ud83d\ude00\\u202e` + "\u202e\"}")
	f.Add(`["\udb40\udc41\n", 1.50, null]`)
	f.Fuzz(func(t *testing.T, text string) {
		var before, after any
		if json.Unmarshal([]byte(text), &before) != nil {
			t.Skip()
		}
		got := cleanJSON(text, clean)
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
		if i := strings.IndexFunc(v, hidden); i >= 0 {
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
