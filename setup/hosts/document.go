package hosts

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A format is a kind of file.
type format struct {
	name  string
	empty string // what a file without anything needs
	read  func(content string) (*node, error)
}

// A document is the content of a file that is being changed.
type document struct {
	format  format
	mark    string // byte order mark, or ""
	content string
	root    *node
}

// A splice replaces a part of the content by a text, or inserts one.
type splice struct {
	from, to int
	text     string
}

func newDocument(f format, content string) (*document, error) {
	d := &document{format: f, content: content}
	if rest, marked := strings.CutPrefix(content, "\uFEFF"); marked {
		d.mark, d.content = "\uFEFF", rest
	}
	if strings.TrimSpace(d.content) == "" {
		d.content += f.empty
	}
	var err error
	d.root, err = f.read(d.content)
	if errors.Is(err, errDocuments) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("the file is not valid %s%s", f.name, nearLine(err))
	}
	if d.root.kind != object {
		return nil, fmt.Errorf("the file is %s, not an object", d.root.kind)
	}
	return d, nil
}

// nearLine says in which line a parser stopped. Its message may quote a secret.
func nearLine(err error) string {
	line := regexp.MustCompile(`(?:line |\bL)(\d+)`).FindStringSubmatch(err.Error())
	if line == nil {
		return ""
	}
	return ", near line " + line[1]
}

// errTangled is the error for what can't be changed alone.
var errTangled = errors.New("the entry is written in a way that this program can't change; change it by hand")

// set writes a value at a path, and the objects above it that are missing.
func (d *document) set(value any, path ...string) error {
	at := d.root
	for n, name := range path {
		if at.kind != object {
			return fmt.Errorf("%s is not an object", text(path[n-1]))
		}
		next, err := at.member(name)
		if err != nil {
			return err
		}
		below := nested(path[n+1:], value)
		switch {
		case next == nil:
			splices, err := at.add(name, below)
			return d.apply(splices, err, value, path)
		case next.kind == null || n == len(path)-1:
			splices, err := next.set(below)
			return d.apply(splices, err, value, path)
		}
		at = next
	}
	return nil
}

// push adds items to the list at a path.
func (d *document) push(added []any, path ...string) error {
	at, err := d.root.at(path...)
	if err != nil || len(added) == 0 {
		return err
	}
	whole := append(at.value().([]any), added...)
	if len(at.items) == 0 {
		return d.set(whole, path...)
	}
	splices, err := at.push(added)
	return d.apply(splices, err, whole, path)
}

// apply makes a change, unless the file would differ elsewhere or have another value.
func (d *document) apply(splices []splice, err error, value any, path []string) error {
	if err != nil {
		return err
	}
	content := d.content
	slices.SortStableFunc(splices, func(a, b splice) int { return a.from - b.from })
	for _, s := range slices.Backward(splices) {
		content = content[:s.from] + s.text + content[s.to:]
	}
	root, err := d.format.read(content)
	if err != nil {
		return errTangled
	}
	now, err := root.at(path...)
	if err != nil || now == nil || !now.is(value) || !d.root.same(root, path) {
		return errTangled
	}
	d.content, d.root = content, root
	return nil
}

// bytes returns the content for the file.
func (d *document) bytes() []byte { return []byte(d.mark + d.content) }

// lineBreak returns the line break of a file.
func lineBreak(content string) string {
	if before, _, found := strings.Cut(content, "\n"); found && strings.HasSuffix(before, "\r") {
		return "\r\n"
	}
	return "\n"
}

// lineStart returns where the line with an offset begins.
func lineStart(content string, offset int) int {
	return strings.LastIndexByte(content[:offset], '\n') + 1
}

// lineEnd returns where the line after an offset begins, or the end of the file.
func lineEnd(content string, offset int) int {
	if n := strings.IndexByte(content[offset:], '\n'); n >= 0 {
		return offset + n + 1
	}
	return len(content)
}

// blanksAt returns the blanks with which the line with an offset begins.
func blanksAt(content string, offset int) string {
	line := content[lineStart(content, offset):]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// unit returns by how much the lines of a file are indented.
func unit(content string) string {
	for line := range strings.SplitSeq(content, "\n") {
		if trimmed := strings.TrimLeft(line, " \t"); trimmed != line && strings.Trim(trimmed, "\r") != "" {
			return line[:len(line)-len(trimmed)]
		}
	}
	return "  "
}

// newLines inserts lines at an offset, with the line breaks of the file. An offset at
// the end of the file may follow an unfinished line.
func newLines(content string, offset int, lines string) splice {
	if offset > 0 && content[offset-1] != '\n' {
		lines = "\n" + lines
	}
	return inserted(content, offset, lines)
}

// inserted inserts a text at an offset, with the line breaks of the file.
func inserted(content string, offset int, text string) splice {
	return splice{offset, offset, strings.ReplaceAll(text, "\n", lineBreak(content))}
}
