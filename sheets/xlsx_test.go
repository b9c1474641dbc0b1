package sheets

import (
	"strings"
	"testing"
)

// From inside, because only tenants of the API have texts that long.
func TestCutCell(t *testing.T) {
	const mark = "… (cut)"
	for text, want := range map[string]string{
		"short":                     "short",
		strings.Repeat("x", 32_767): strings.Repeat("x", 32_767),
		strings.Repeat("é", 32_767): strings.Repeat("é", 32_767),
		strings.Repeat("x", 32_768): strings.Repeat("x", 32_767-len(mark)) + mark,
		strings.Repeat("😀", 16_384): strings.Repeat("😀", (32_767-len(mark))/2) + mark, // two units each
	} {
		if got := cutCell(text); got != want {
			t.Errorf("%.10q of %d bytes: %d bytes, want %d", text, len(text), len(got), len(want))
		}
	}
}
