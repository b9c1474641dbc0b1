package acronis

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// The normal form of a text is what secrets are looked for in, because a secret
// can be written in many ways. It is shorter than the text, never longer:
//
//   - escapes of JSON, percent escapes and HTML entities are decoded, also where
//     they are escaped once more;
//   - upper case of ASCII becomes lower case, and _ becomes /, which is the same
//     digit in the other alphabet of base64;
//   - characters that can stand inside a secret without being part of it are
//     left out: blanks, line ends, controls, whatever has no width, colons,
//     backslashes, and + and -, which encodings use for one another.

// normalByte is the normal form of a byte, or one of the two values below.
var normalByte = func() (table [256]byte) {
	for i := range table {
		switch c := byte(i); {
		case c == '\\' || c == '%' || c == '&' || c >= 0xc2:
			table[i] = special
		case c <= ' ' || c == 0x7f || c == ':' || c == '+' || c == '-':
			table[i] = omitted
		case c >= 'A' && c <= 'Z':
			table[i] = c + 'a' - 'A'
		case c == '_':
			table[i] = '/'
		default:
			table[i] = c
		}
	}
	return table
}()

const (
	special = 0 // begins an escape or a rune of several bytes
	omitted = 1
)

// appendNormalForm appends the normal form of text to dst.
func appendNormalForm(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if c := normalByte[text[i]]; c > omitted {
			dst = append(dst, c)
			i++
		} else if c == omitted {
			i++
		} else {
			dst, i = appendNormalUnit(dst, text, i)
		}
	}
	return dst
}

// appendNormalUnit appends the normal form of the character, or of the escape,
// that begins at text[i], and returns where the next one begins.
func appendNormalUnit(dst, text []byte, i int) ([]byte, int) {
	switch c := text[i]; {
	case c >= 0xc2:
		if i+1 < len(text) && mayBeOmitted()[c]&(1<<(text[i+1]&63)) != 0 {
			if r, size := utf8.DecodeRune(text[i:]); isOmitted(r) {
				return dst, i + size
			}
		}
		return append(dst, c), i + 1
	case c == '\\':
		return appendBackslash(dst, text, i)
	case c == '%':
		return appendPercent(dst, text, i+1)
	case c == '&':
		return appendEntity(dst, text, i+1)
	case normalByte[c] == omitted:
		return dst, i + 1
	default:
		return append(dst, normalByte[c]), i + 1
	}
}

// appendNormalRune appends the normal form of a rune that was decoded, or that
// is not to be decoded.
func appendNormalRune(dst []byte, r rune) []byte {
	switch {
	case r >= utf8.RuneSelf:
		if isOmitted(r) {
			return dst
		}
		return utf8.AppendRune(dst, r)
	case r == '\\' || normalByte[r] == omitted:
		return dst
	case r == '%' || r == '&':
		return append(dst, byte(r))
	}
	return append(dst, normalByte[r])
}

// omittedRunes are those outside ASCII that the normal form leaves out.
var omittedRunes = []*unicode.RangeTable{
	unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Zs,
	unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector,
}

func isOmitted(r rune) bool { return unicode.In(r, omittedRunes...) }

// mayBeOmitted has a bit for the second byte, by the first byte, of each rune
// that isOmitted. It saves looking up every rune of a text in another script.
var mayBeOmitted = sync.OnceValue(func() *[256]uint64 {
	var seconds [256]uint64
	mark := func(low, high, stride int) {
		for r := low; r <= high; r += stride {
			if b := utf8.AppendRune(nil, rune(r)); len(b) > 1 {
				seconds[b[0]] |= 1 << (b[1] & 63)
			}
		}
	}
	for _, table := range omittedRunes {
		for _, span := range table.R16 {
			mark(int(span.Lo), int(span.Hi), int(span.Stride))
		}
		for _, span := range table.R32 {
			mark(int(span.Lo), int(span.Hi), int(span.Stride))
		}
	}
	return &seconds
})
