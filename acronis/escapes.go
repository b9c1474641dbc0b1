package acronis

import (
	"bytes"
	"html"
	"unicode/utf16"
	"unicode/utf8"
)

// appendBackslash decodes a JSON escape. It may have any number of backslashes,
// because a JSON string may contain JSON. Before anything else, backslashes are
// omitted.
func appendBackslash(dst, text []byte, i int) ([]byte, int) {
	for i < len(text) && text[i] == '\\' {
		i++
	}
	if i == len(text) {
		return dst, i
	}
	switch text[i] {
	case 'b', 'f', 'n', 'r', 't':
		return dst, i + 1
	case 'U': // as Go writes runes beyond the basic plane
		if r, ok := hexDigits(text, i+1, 8); ok && r >= 0 {
			return appendNormalRune(dst, r), i + 9
		}
		fallthrough // in upper case
	case 'u':
		if r, end, ok := hexRune(text, i+1); ok {
			switch r {
			case '%':
				return appendPercent(dst, text, end)
			case '&':
				return appendEntity(dst, text, end)
			}
			return appendNormalRune(dst, r), end
		}
	}
	return appendNormalUnit(dst, text, i)
}

// hexRune reads the four digits of \u, and a second escape if they are the first
// half of a surrogate pair.
func hexRune(text []byte, i int) (r rune, end int, ok bool) {
	if r, ok = hexDigits(text, i, 4); !ok || !utf16.IsSurrogate(r) {
		return r, i + 4, ok
	}
	end = i + 4
	second := end
	for second < len(text) && text[second] == '\\' {
		second++
	}
	if second > end && second < len(text) && text[second] == 'u' {
		if low, ok := hexDigits(text, second+1, 4); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				return both, second + 5, true
			}
		}
	}
	return r, end, true
}

// hexDigits reads n hexadecimal digits.
func hexDigits(text []byte, i, n int) (value rune, ok bool) {
	if i+n > len(text) {
		return 0, false
	}
	for _, c := range text[i : i+n] {
		switch {
		case c >= '0' && c <= '9':
			value = value<<4 + rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			value = value<<4 + rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
	}
	return value, true
}

// appendPercent decodes the percent escapes of one character; i is the index after
// the percent sign.
func appendPercent(dst, text []byte, i int) ([]byte, int) {
	b, end, ok := percentByte(text, i)
	if !ok {
		return append(dst, '%'), i
	}
	if b < utf8.RuneSelf {
		return appendNormalRune(dst, rune(b)), end
	}
	encoded := []byte{b}
	for at := end; !utf8.FullRune(encoded) && at < len(text) && text[at] == '%'; {
		next, after, ok := percentByte(text, at+1)
		if !ok {
			break
		}
		encoded, at = append(encoded, next), after
		if r, size := utf8.DecodeRune(encoded); r != utf8.RuneError && size == len(encoded) {
			return appendNormalRune(dst, r), at
		}
	}
	return append(dst, b), end
}

// percentByte reads two hexadecimal digits. The number 25 may come before them any
// number of times, because it is an escaped percent sign.
func percentByte(text []byte, i int) (b byte, end int, ok bool) {
	value, ok := hexDigits(text, i, 2)
	for ok && value == '%' {
		next, more := hexDigits(text, i+2, 2)
		if !more {
			break
		}
		value, i = next, i+2
	}
	return byte(value), i + 2, ok
}

// longestEntity is the length of the longest entity that is decoded.
const longestEntity = 24

// appendEntity decodes an HTML entity; i is the index after the ampersand.
func appendEntity(dst, text []byte, i int) ([]byte, int) {
	for bytes.HasPrefix(text[i:], []byte("amp;")) {
		i += len("amp;")
	}
	if end := entityEnd(text[i:min(i+longestEntity, len(text))]); end > 0 {
		entity := "&" + string(text[i:i+end])
		if decoded := html.UnescapeString(entity); decoded != entity {
			for _, r := range decoded {
				dst = appendNormalRune(dst, r)
			}
			return dst, i + end
		}
	}
	return append(dst, '&'), i
}

// entityEnd returns where an entity ends, or 0 if there is none. A numeric entity
// may lack the semicolon.
func entityEnd(text []byte) int {
	for end, c := range text {
		switch {
		case c == ';':
			return end + 1
		case c == '#' && end == 0, c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z':
		case text[0] == '#':
			return end
		default:
			return 0
		}
	}
	return len(text)
}
