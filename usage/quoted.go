package usage

import (
	"bytes"
	"io"
)

// scanQuoted reads a row that has quotes or is longer than the buffer, or the last row of a file that doesn't end
// with a line end. It copies the row, and reports whether there is one.
func (s *scanner) scanQuoted() bool {
	if !s.more() {
		return false
	}
	s.line = s.lines + 1
	s.row, s.ends, s.problem, s.quotes = s.rowBuffer[:0], s.ends[:0], "", false
	for end := byte(','); end == ','; {
		if s.more() && s.buf[s.pos] == '"' {
			end = s.quotedField()
		} else {
			end = s.plainField()
		}
		if s.problem == "" {
			s.ends = append(s.ends, len(s.row))
			s.appendToRow([]byte{','})
		}
	}
	if s.problem == "" {
		s.row = s.row[:len(s.row)-1]
	}
	s.rowBuffer = s.row
	return s.err == nil || s.err == io.EOF
}

// more reports whether there is another byte at pos, and reads on if necessary.
func (s *scanner) more() bool {
	for s.pos == s.end {
		if !s.fill() {
			return false
		}
	}
	return true
}

// appendToRow appends text to the row, up to maxRow.
func (s *scanner) appendToRow(text []byte) {
	if len(s.row)+len(text) > maxRow {
		s.problem = "is longer than 1 MiB"
	} else {
		s.row = append(s.row, text...)
	}
}

// plainField reads a field up to a comma or a line end and returns that byte, or 0 at the end of the file.
func (s *scanner) plainField() (end byte) {
	start := len(s.row)
	for end == 0 && s.more() {
		text := s.buf[s.pos:s.end]
		for i, c := range text { // faster than bytes.IndexAny for short fields
			if c == ',' || c == '\n' {
				text, end = text[:i], c
				s.pos++
				break
			}
		}
		s.pos += len(text)
		s.appendToRow(text)
	}
	if end != ',' {
		s.lines++
		if n := len(s.row); n > start && s.row[n-1] == '\r' {
			s.row = s.row[:n-1]
		}
	}
	return end
}

// quotedField reads a field that begins with a quote, and returns the byte after it like plainField.
func (s *scanner) quotedField() (end byte) {
	s.quotes = true
	s.pos++
	for s.more() {
		text := s.buf[s.pos:s.end]
		i := bytes.IndexByte(text, '"')
		if i >= 0 {
			text = text[:i]
			s.pos++
		}
		s.pos += len(text)
		s.lines += int64(bytes.Count(text, []byte{'\n'}))
		s.appendToRow(text)
		if i < 0 {
			continue
		}
		if !s.more() || s.buf[s.pos] != '"' {
			return s.afterQuote()
		}
		s.pos++
		s.appendToRow([]byte{'"'})
	}
	if s.err == io.EOF {
		s.err = errOpenQuote
	}
	return 0
}

// afterQuote reads what comes after a closing quote, which should be nothing.
func (s *scanner) afterQuote() (end byte) {
	if s.pos < s.end && s.buf[s.pos] == ',' {
		s.pos++
		return ','
	}
	n := len(s.row)
	end = s.plainField()
	if len(s.row) > n && s.problem == "" {
		s.problem = "has text after a closing quote"
	}
	return end
}
