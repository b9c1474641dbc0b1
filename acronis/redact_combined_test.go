package acronis

import (
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
)

// Secrets are found in texts that were escaped up to three times, whether or not an
// encoder escapes every character.
func TestSecretsEscapedSeveralTimes(t *testing.T) {
	const secret = "Zq7-Vt9xKpLm2Rw8uYe4"
	c, err := New(Config{BaseURL: "http://localhost", ClientID: "18f135d2", ClientSecret: secret})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	each := func(format string) func(string) string {
		return func(s string) string {
			var b strings.Builder
			for _, r := range s {
				fmt.Fprintf(&b, format, r)
			}
			return b.String()
		}
	}
	encoders := map[string]func(string) string{
		"nothing": func(s string) string { return s },
		"query":   url.QueryEscape, "path": url.PathEscape, "HTML": html.EscapeString, "JSON": inJSON, "CSV": inCSV,
		"each in a URL": each("%%%02x"), "each in HTML": each("&#%d;"), "each in HTML, hex": each("&#x%X;"), "each in JSON": each(`\u%04x`), "upper case": strings.ToUpper,
	}
	for first, a := range encoders {
		for second, b := range encoders {
			for third, d := range encoders {
				text := d(b(a(secret)))
				if got := c.Redact("before " + text + " after"); got != "before [redacted] after" {
					t.Errorf("%s, %s, %s: %.150s", first, second, third, got)
				}
			}
		}
	}
}
