package dataset

import "strings"

// texts makes cells of text.
type texts struct {
	noNames bool
	redact  func(string) string // nil leaves a text as it is
}

// personal returns a name, or nothing if names are left out.
func (x texts) personal(name string) string {
	if x.noNames {
		return ""
	}
	return name
}

// cells returns cells of text, separated by commas, without secrets.
func (x texts) cells(texts ...string) []byte {
	var line []byte
	for i, text := range texts {
		if x.redact != nil {
			text = x.redact(text)
		}
		line = appendText(separated(line, i), text)
	}
	return line
}

// separated appends a comma if the line has cells before this one.
func separated(line []byte, cells int) []byte {
	if cells == 0 {
		return line
	}
	return append(line, ',')
}

// appendText appends a text in quotes, or nothing for an empty text. The only thing
// that is altered are bytes that aren't UTF-8, because most engines refuse a file
// with them.
func appendText(line []byte, text string) []byte {
	if text == "" {
		return line
	}
	line = append(line, '"')
	line = append(line, strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), `"`, `""`)...)
	return append(line, '"')
}
