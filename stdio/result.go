package stdio

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/mark3labs/mcp-go/mcp"
)

// appendResult appends the JSON of a result. The results of most calls are one text
// and structured content that is JSON already. json.Marshal would copy and scan these
// four times, because [mcp.CallToolResult.MarshalJSON] makes a map of them. Without
// line ends, RawStructuredContent is appended unchecked.
func appendResult(dst []byte, result any) ([]byte, error) {
	if r, ok := result.(*mcp.CallToolResult); ok {
		if text, structured, ok := plainResult(r); ok {
			return appendPlainResult(dst, r, text, structured)
		}
	}
	to := appender{dst}
	err := json.NewEncoder(&to).Encode(result) // json.Marshal would copy it once more
	return bytes.TrimSuffix(to.dst, []byte("\n")), err
}

// An appender appends what is written to it.
type appender struct{ dst []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.dst = append(slices.Grow(a.dst, len(p)+len("}\n")), p...)
	return len(p), nil
}

// plainResult returns the content of a result that has nothing but a text, perhaps
// with structured content on one line, and the fields of [mcp.Result].
func plainResult(r *mcp.CallToolResult) (text string, structured json.RawMessage, ok bool) {
	if len(r.Content) != 1 || len(r.InputRequests) > 0 || r.RequestState != "" {
		return "", nil, false
	}
	content, ok := r.Content[0].(mcp.TextContent)
	if !ok || content.Meta != nil || content.Annotations != nil {
		return "", nil, false
	}
	if structured = r.RawStructuredContent; len(structured) == 0 && r.StructuredContent != nil {
		if structured, ok = r.StructuredContent.(json.RawMessage); !ok || !json.Valid(structured) {
			return "", nil, false
		}
	}
	return content.Text, structured, isOneLine(structured)
}

// isOneLine reports whether JSON can be a part of a frame as it is. Some clients take
// the separators of Unicode for line ends.
func isOneLine(raw json.RawMessage) bool {
	return bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 &&
		!bytes.Contains(raw, []byte("\u2028")) && !bytes.Contains(raw, []byte("\u2029"))
}

func appendPlainResult(dst []byte, r *mcp.CallToolResult, text string, structured json.RawMessage) ([]byte, error) {
	dst = append(slices.Grow(dst, len(text)+len(text)/4+len(structured)+200), '{') // a quarter for the backslashes before quotes
	if r.Meta != nil {
		meta, err := json.Marshal(r.Meta)
		if err != nil {
			return nil, err
		}
		dst = append(append(append(dst, `"_meta":`...), meta...), ',')
	}
	dst = append(dst, `"content":[{"type":"text","text":`...)
	dst = append(appendString(dst, text), "}]"...)
	if r.IsError {
		dst = append(dst, `,"isError":true`...)
	}
	if r.ResultType != "" {
		dst = appendString(append(dst, `,"resultType":`...), string(r.ResultType))
	}
	if len(structured) > 0 {
		dst = append(append(dst, `,"structuredContent":`...), structured...)
	}
	return append(dst, '}'), nil
}

// appendString appends a text as a JSON string, with the separators of Unicode and
// invalid UTF-8 as encoding/json writes them.
func appendString(dst []byte, text string) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	done := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			if r, size = utf8.DecodeRuneInString(text[i:]); r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || size > 1) {
				i += size
				continue
			}
		}
		dst = append(dst, text[done:i]...)
		i += size
		done = i
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, `\n`...)
		default:
			dst = append(dst, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
		}
	}
	return append(append(dst, text[done:]...), '"')
}
