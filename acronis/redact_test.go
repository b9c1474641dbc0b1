package acronis

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"time"
)

// An internal test, because only callers of the client see replies.
func redactingClient(t testing.TB, id, secret string) *Client {
	c, err := New(Config{BaseURL: "https://eu2-cloud.acronis.com", ClientID: id, ClientSecret: secret})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSecretsAreFoundHoweverTheyAreWritten(t *testing.T) {
	for _, value := range []string{
		"MARKED-SECRET-5e1f00",
		`M4rked/SECRET+1 <&"%5e`,
		`\new\table%41&lt;\u0041xyz`,
		strings.Repeat("eyJhbGciOi.J-_9", 60),
	} {
		redactor := newRedactor([]*secret{newSecret(value)})
		for way, written := range spellings(value) {
			if way == "upper case" && strings.Contains(value, `\n`) {
				continue // an escape in one letter case may not be one in the other
			}
			for _, around := range []struct{ before, after string }{
				{"", ""}, {`{"a":"`, `"}`}, {"Bearer ", " was refused"}, {"%", "%"}, {`\`, `\`}, {`\u12`, "x"}, {"&", ";"}, {"é", "é"}, {"\u200b", "\u200b"},
				{strings.Repeat("words ", 50), strings.Repeat(" words", 50)},
			} {
				text := around.before + written + around.after
				got := string(redactor.redact([]byte(text), shortestSecret))
				if !strings.Contains(got, redacted) {
					t.Errorf("%s: nothing taken out of %.200q", way, text)
					continue
				}
				left := strings.TrimSuffix(strings.TrimPrefix(got, around.before), around.after)
				left = strings.Replace(left, redacted, "", 1)
				// In base64, characters without a bit of the secret may remain.
				if left = strings.Trim(string(appendNormalForm(nil, []byte(left))), "="); len(left) > 5 || strings.Count(got, redacted) > 1 {
					t.Errorf("%s: %.60q became %.100q", way, text, got)
				}
			}
		}
	}
}

// A short secret is recognized in plain form and as escaped in JSON.
func TestShortSecretsAreTakenOutAsTheyAre(t *testing.T) {
	c := redactingClient(t, "the-client-id", "s3cret/+key")
	for answer, want := range map[string]string{
		`{"a":"nothing","n":1}`:                 `{"a":"nothing","n":1}`,
		`{"a":"s3cret/+key"}`:                   `{"a":"[redacted]"}`,
		`{"a":"s3cret\/+key"}`:                  `{"a":"[redacted]"}`,
		`{"a":"S3CRET/+KEY"}`:                   `{"a":"S3CRET/+KEY"}`,
		`{"a":"the-client-id:s3cret%2F%2Bkey"}`: `{"a":"[redacted]"}`, // both are long enough
		`{"a":"\u0073`:                          `{"a":"\u0073`,
	} {
		if got := string(c.tokens.redactAnswer([]byte(answer))); got != want {
			t.Errorf("%s: got %s, want %s", answer, got, want)
		}
	}
	if got := c.Redact("the-client-id has s3cret/+key"); got != "{client_id} has [redacted]" {
		t.Errorf("got %s", got)
	}
	for text, known := range map[string]bool{"0123456789abcdef": true, "0123456789abcde": false} {
		r := newRedactor([]*secret{newSecret(text)})
		written := hex.EncodeToString([]byte(text))
		if got := string(r.redact([]byte(written), shortestSecret)); (got == redacted) != known {
			t.Errorf("%d characters in hexadecimal: got %s", len(text), got)
		}
	}
	tiny := redactingClient(t, "the-client-id", "key")
	if got := string(tiny.tokens.redactAnswer([]byte(`{"key":"key"}`))); got != `{"key":"key"}` {
		t.Errorf("an answer was torn apart: %s", got)
	}
	if got := tiny.cleanText("bad key"); got != "bad [redacted]" {
		t.Errorf("an error has %q", got)
	}
}

// The value of HTTP Basic is removed as a whole, including the client id.
func TestBasicCredentialsAreTakenOutWhole(t *testing.T) {
	const id, value = "20dffb36-d77b-45c6-b2fa-39276e98d5fc", "MARKED-SECRET-5e1f00"
	c := redactingClient(t, id, value)
	basic := base64.StdEncoding.EncodeToString([]byte(id + ":" + value))
	for _, text := range []string{basic, base64.StdEncoding.EncodeToString([]byte(basic)), hex.EncodeToString([]byte(basic)), id + ":" + value} {
		got := c.Redact("<" + text + ">")
		if left := strings.Trim(got, "<=>"); left != redacted {
			t.Errorf("%s: got %s", text, got)
		}
	}
}

// Secrets that overlap, or that are a part of another one, are all removed.
func TestSecretsThatOverlap(t *testing.T) {
	redactor := newRedactor([]*secret{newSecret("abcdefghijklmnopqrst"), newSecret("klmnopqrstuvwxyz012345"), newSecret("bcdefghijklmnopqr"), newSecret("token-number-01"), newSecret("token-number-012")})
	for text, want := range map[string]string{
		"<abcdefghijklmnopqrstuvwxyz012345>":         "<[redacted]>",
		"<abcdefghijklmnopqrst> <bcdefghijklmnopqr>": "<[redacted]> <[redacted]>",
		"<bcdefghijklmnopqrbcdefghijklmnopqr>":       "<[redacted][redacted]>",
		"<token-number-012> <token-number-01>":       "<[redacted]> <[redacted]>",
		"<abcdefghijklmnopq> <klmnopqrstuvwxyz0>":    "<abcdefghijklmnopq> <klmnopqrstuvwxyz0>",
	} {
		if got := string(redactor.redact([]byte(text), shortestSecret)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// A data centre can't cost the client much time by issuing tokens whose parts
// occur everywhere: a text made of them takes about eight times as long as
// another. Comparing every position with every token would take a thousand
// times as long.
func TestRedactionOfATextMadeForIt(t *testing.T) {
	var secrets []*secret
	for i := range 65 {
		secrets = append(secrets, newSecret(strings.Repeat("a", maxToken-i)))
	}
	redactor := newRedactor(secrets)
	redact := func(letter string) (string, time.Duration) {
		begin := time.Now()
		got := redactor.redact(bytes.Repeat([]byte(letter), maxJSON), shortestSecret)
		return string(got), time.Since(begin)
	}
	_, usual := redact("b")
	got, took := redact("a")
	if got != redacted {
		t.Errorf("got %d bytes, want nothing left", len(got))
	}
	if took > 100*usual {
		t.Errorf("it took %v, and another text %v", took, usual)
	}
}

// FuzzRedact checks that a secret is found in any text, in every encoding, and in a cell
// of any stored report.
func FuzzRedact(f *testing.F) {
	const value = `M4rked/SECRET+1 <&"%5e`
	redactor, ways := newRedactor([]*secret{newSecret(value)}), spellings(value)
	client := redactingClient(f, "20dffb36-d77b-45c6-b2fa-39276e98d5fc", value)
	for way := range ways {
		f.Add("words", way, "words")
	}
	f.Add(`\UFFFFFFFF`, "", `\uD800\uD800`)
	f.Fuzz(func(t *testing.T, before, way, after string) {
		text := before + ways[way] + after
		got := redactor.redact([]byte(text), shortestSecret)
		if ways[way] != "" && !bytes.Contains(got, []byte(redacted)) {
			t.Errorf("nothing taken out of %q", text)
		}
		if left := redactor.find(appendNormalForm(nil, got)); left != nil {
			t.Errorf("%q became %q, which still holds a secret", text, got)
		}
		if cells := before + "," + ways[way] + "," + after; ways[way] != "" && !find(client, []byte(cells), 100) {
			t.Errorf("nothing is found in %q", cells)
		}
	})
}
