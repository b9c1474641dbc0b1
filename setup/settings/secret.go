package settings

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxSecretFile is the largest secret file, in bytes. It also ends the reading of
// devices such as /dev/zero.
const maxSecretFile = 64 << 10

// readSecret returns the secret in a file, or says what is wrong with the file.
func readSecret(file string) (secret, problem string) {
	f, err := os.Open(file)
	if err != nil {
		return "", "can't be read: " + WithoutPath(err).Error()
	}
	defer f.Close()
	return ReadSecret(f)
}

// ReadSecret returns the secret that is all of r, or says what is wrong with it. The
// problem continues a sentence that begins with what r reads.
func ReadSecret(r io.Reader) (secret, problem string) {
	raw, err := io.ReadAll(io.LimitReader(r, maxSecretFile+1))
	if err != nil {
		return "", "can't be read: " + WithoutPath(err).Error()
	}
	text, ok := decode(raw)
	secret = strings.TrimSpace(text)
	switch {
	case len(raw) > maxSecretFile:
		return "", "is larger than 64 KB; it must hold the secret and nothing else"
	case !ok || hasHidden(strings.NewReplacer("\r", "", "\n", "").Replace(secret)):
		return "", "is not plain text; save the secret as UTF-8 or UTF-16 text"
	case secret == "":
		return "", "is empty; put the secret into it"
	case strings.ContainsAny(secret, "\r\n"):
		return "", "has more than one line; it must hold the secret and nothing else"
	case neverFilledIn(secret):
		return "", "still holds a placeholder; replace it with the secret"
	}
	return secret, ""
}

// hasHidden reports whether s contains control or invisible characters.
func hasHidden(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// The byte order marks that Windows programs put at the beginning of text files.
var (
	utf8Mark         = []byte("\xef\xbb\xbf")
	littleEndianMark = []byte("\xff\xfe")
	bigEndianMark    = []byte("\xfe\xff")
)

// decode decodes UTF-16 text that begins with a byte order mark, and UTF-8.
func decode(raw []byte) (text string, ok bool) {
	switch {
	case bytes.HasPrefix(raw, littleEndianMark):
		return decodeUTF16(raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, bigEndianMark):
		return decodeUTF16(raw[2:], binary.BigEndian)
	}
	raw = bytes.TrimPrefix(raw, utf8Mark)
	return string(raw), utf8.Valid(raw)
}

func decodeUTF16(raw []byte, order binary.ByteOrder) (text string, ok bool) {
	var units []uint16
	for pair := range slices.Chunk(raw, 2) {
		if len(pair) < 2 {
			return "", false
		}
		units = append(units, order.Uint16(pair))
	}
	text = string(utf16.Decode(units))
	return text, !strings.ContainsRune(text, utf8.RuneError) // half a surrogate pair
}
