package settings

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// utf16Text returns text as Windows programs save it.
func utf16Text(order binary.AppendByteOrder, text string) string {
	raw := order.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = order.AppendUint16(raw, unit)
	}
	return string(raw)
}

func TestSecretFile(t *testing.T) {
	const secret = `s3cr3t/+ <&"%=`
	for _, test := range []struct{ name, content, problem string }{
		{"bare", secret, ""},
		{"a line", secret + "\n", ""},
		{"a line of Windows, and blanks", " " + secret + "\r\n\r\n", ""},
		{"UTF-8 with a mark", "\ufeff" + secret + "\r\n", ""},
		{"UTF-16, little-endian", utf16Text(binary.LittleEndian, secret+"\r\n"), ""},
		{"UTF-16, big-endian", utf16Text(binary.BigEndian, secret), ""},
		{"UTF-16 without a mark", utf16Text(binary.LittleEndian, secret)[2:], "not plain text"},
		{"UTF-16, cut", utf16Text(binary.LittleEndian, secret) + "x", "not plain text"},
		{"UTF-16, half a pair", utf16Text(binary.LittleEndian, secret) + "\x00\xd8", "not plain text"},
		{"Latin-1", secret + "\xfc", "not plain text"},
		{"control characters", "s3cr3t\x1b[2J", "not plain text"},
		{"hidden characters", "s3c\u200br3t", "not plain text"},
		{"two lines", "id\nsecret", "more than one line"},
		{"a placeholder", "<your-secret>\n", "placeholder"},
		{"empty", "", "is empty"},
		{"a mark only", "\ufeff\r\n", "is empty"},
		{"long", strings.Repeat("x", maxSecretFile+1), "larger than 64 KB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			s := load(t, complete("ACRONIS_CLIENT_SECRET", "", "ACRONIS_CLIENT_SECRET_FILE", file))
			if test.problem != "" {
				if len(s.Problems) != 1 || s.Problems[0].Setting != "ACRONIS_CLIENT_SECRET_FILE" || !strings.Contains(s.Problems[0].Text, test.problem) {
					t.Errorf("got %+v, want one about the file that says %q", s.Problems, test.problem)
				}
				return
			}
			if got, problem := readSecret(file); got != secret || problem != "" || s.Client == nil {
				t.Errorf("got %q, %q, %+v", got, problem, s.Problems)
			}
		})
	}
}
