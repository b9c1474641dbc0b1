package acronis

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// answersToRedact are long answers in several languages and spellings.
func answersToRedact() map[string][]byte {
	item := func(name string) string {
		return `{"id":"20dffb36-d77b-45c6-b2fa-39276e98d5fc","version":1730000000000,"name":"` + name + `","kind":"customer","enabled":true},`
	}
	answers := map[string][]byte{}
	for name, text := range map[string]string{
		"ASCII":    item("Contoso Ltd, London (production)"),
		"indented": strings.ReplaceAll(item("Contoso Ltd"), ",", ",\n    "),
		"escapes":  item(`Caf\u00e9 \"x\" \u0026 Bar \/ 100%25`),
		"HTML":     item("<b>Contoso &amp; Sons</b> &#8211; &quot;London&quot;"),
		"accents":  item("Żółć, Ελλάδα, Київ"),
		"Japanese": item("株式会社カタカナひらがな　東京"),
	} {
		answers[name] = []byte(`{"items":[` + strings.Repeat(text, 5_000) + `{}]}`)
	}
	return answers
}

// clientWithTokens returns a client that has used some tokens.
func clientWithTokens(t testing.TB, tokens int) *Client {
	c := redactingClient(t, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", "s3cret/+key-0123456789")
	for i := range tokens {
		value := fmt.Sprintf("eyJhbGciOiJSUzI1NiJ9.%d%s", i, strings.Repeat("t0ken", 240))
		c.tokens.replace(token{value: value, secret: newSecret(value)})
	}
	return c
}

// redactAndCompact returns how long it takes to search an answer for secrets, and to
// compact it, which is the minimum for reading JSON.
func redactAndCompact(t testing.TB, c *Client, answer []byte) (redacting, compacting time.Duration) {
	var compact bytes.Buffer
	begin := time.Now()
	c.tokens.redactAnswer(answer)
	between := time.Now()
	if err := json.Compact(&compact, answer); err != nil {
		t.Fatal(err)
	}
	return between.Sub(begin), time.Since(between)
}

// However many tokens there are, an answer is searched in one pass, which takes about as
// long as json.Compact, and five times that with the race detector. One pass for each
// token would take more than ten times as long.
func TestRedactionTakesAsLongAsReading(t *testing.T) {
	c := clientWithTokens(t, 65)
	for name, answer := range answersToRedact() {
		redacting, compacting := time.Hour, time.Hour // the shortest times
		for range 20 {
			r, j := redactAndCompact(t, c, answer)
			if redacting, compacting = min(redacting, r), min(compacting, j); redacting <= compacting {
				break
			}
		}
		if redacting > 10*compacting {
			t.Errorf("%s: %v, and json.Compact %v", name, redacting, compacting)
		}
	}
}

func BenchmarkRedact(b *testing.B) {
	for name, answer := range answersToRedact() {
		for _, tokens := range []int{1, 65} {
			c := clientWithTokens(b, tokens)
			b.Run(fmt.Sprintf("%s/%d tokens", name, tokens), func(b *testing.B) {
				b.SetBytes(int64(len(answer)))
				redacting, compacting := time.Hour, time.Hour // the shortest times
				for b.Loop() {
					r, j := redactAndCompact(b, c, answer)
					redacting, compacting = min(redacting, r), min(compacting, j)
				}
				b.ReportMetric(redacting.Seconds()/compacting.Seconds(), "of-json.Compact")
			})
		}
	}
}
