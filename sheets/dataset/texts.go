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

// reason returns why a row is bad. It quotes a value of the row, which may be a name
// in the wrong column.
func (x texts) reason(problem string) string {
	first, last := strings.IndexByte(problem, '"'), strings.LastIndexByte(problem, '"')
	if !x.noNames || first == last {
		return problem
	}
	return problem[:first] + "…" + problem[last+1:]
}

// cells returns cells of text, separated by commas, without secrets.
func (x texts) cells(texts ...string) []byte { return x.appendCells(nil, texts...) }

// appendCells appends such cells.
func (x texts) appendCells(line []byte, texts ...string) []byte {
	clean := x.areClean(texts)
	for i, text := range texts {
		if !clean {
			text = x.redact(text)
		}
		line = appendText(separated(line, i), text)
	}
	return line
}

// areClean reports whether texts are known to have no secrets. They are searched
// together, which takes a fraction of the time.
func (x texts) areClean(texts []string) bool {
	if x.redact == nil {
		return true
	}
	all := strings.Join(texts, "\n")
	return x.redact(all) == all
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
