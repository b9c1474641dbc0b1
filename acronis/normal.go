package acronis

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// A secret can be written in many ways, so it is searched for in the normal form
// of a text, which is never longer than the text:
//
//   - JSON escapes, percent escapes and HTML entities are decoded, even if they
//     were escaped again; where that leaves escapes, the normal form has a normal
//     form of its own;
//   - ASCII letters become lower case, and _ becomes /, which is the same digit in
//     the other alphabet of base64;
//   - characters that may separate the parts of a secret are omitted: blanks, line
//     ends, control characters, characters without width, colons, backslashes, and
//     also + and -, which some encodings exchange for a blank or each other.

// normalByte has the normal form of each byte, or one of the two values below.
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
	special = 0 // starts an escape or a rune of several bytes
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

// appendNormalUnit appends the normal form of the character or escape that starts
// at text[i], and returns the index of the next one.
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

// appendNormalRune appends the normal form of a rune that was escaped. If it starts an
// escape, that is decoded in the normal form of the normal form.
func appendNormalRune(dst []byte, r rune) []byte {
	switch {
	case r >= utf8.RuneSelf:
		if isOmitted(r) {
			return dst
		}
		return utf8.AppendRune(dst, r)
	case normalByte[r] == omitted:
		return dst
	case r == '%' || r == '&' || r == '\\':
		return append(dst, byte(r))
	}
	return append(dst, normalByte[r])
}

// omittedRunes are the runes outside ASCII that the normal form omits.
var omittedRunes = []*unicode.RangeTable{
	unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Zs,
	unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector,
}

func isOmitted(r rune) bool { return unicode.In(r, omittedRunes...) }

// mayBeOmitted has, for each first byte of a rune, a bit for each second byte of
// the omitted runes. It makes other runes fast.
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
