package acronis

import (
	"strings"
	"testing"
)

// From inside: what answers hold is seen by their callers alone.
func TestRedactAnswer(t *testing.T) {
	c, err := New(Config{BaseURL: "https://eu2-cloud.acronis.com", ClientID: "the-client-id", ClientSecret: "s3cret/+key"})
	if err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[string]string{
		`{"a":"nothing","n":1}`:                                `{"a":"nothing","n":1}`,
		`{"a":"s3cret/+key"}`:                                  `{"a":"[redacted]"}`,
		`{"a":"s3cret\/+key"}`:                                 `{"a":"[redacted]"}`,
		`{"a":"\u0073\u0033cret/+key","b":"\u0041"}`:           `{"a":"[redacted]","b":"\u0041"}`,
		`{"\u0073\u0033cret/+key":["x\u0073\u0033cret/+key"]}`: `{"[redacted]":["x[redacted]"]}`,
		`{"a":"czNjcmV0LytrZXk="}`:                             `{"a":"[redacted]="}`,
		`{"a":"7333637265742f2b6b6579"}`:                       `{"a":"[redacted]"}`,
		`{"a":"s3cret%2f%2bkey"}`:                              `{"a":"[redacted]"}`,
		`{"a":"\u0073`:                                         `{"a":"\u0073`,
	} {
		if got := string(c.tokens.redactAnswer([]byte(answer))); got != want {
			t.Errorf("%s: got %s, want %s", answer, got, want)
		}
	}
	if got := c.Redact("the-client-id has s3cret/+key"); got != "{client_id} has [redacted]" {
		t.Errorf("got %s", got)
	}
}

// An answer full of escapes that no secret has takes no longer for them.
func BenchmarkRedactAnswer(b *testing.B) {
	c, err := New(Config{BaseURL: "https://eu2-cloud.acronis.com", ClientID: "the-client-id", ClientSecret: "s3cret/+key"})
	if err != nil {
		b.Fatal(err)
	}
	for range 20 {
		c.tokens.remember(strings.Repeat("t0ken", 400))
	}
	answer := []byte(`{"items":[` + strings.Repeat(`{"name":"Caf\u00e9 \"x\""},`, 40_000) + `{}]}`)
	b.SetBytes(int64(len(answer)))
	for b.Loop() {
		c.tokens.redactAnswer(answer)
	}
}
