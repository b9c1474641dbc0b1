package stdio

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/mark3labs/mcp-go/mcp"
)

// maxLine is the longest line served, in bytes, its end not counted. mcp-go
// parses a line about ten times and needs some twelve times its length.
const maxLine = 4 << 20

// A refusal is why a line is answered by the transport. Its text says what is
// right, and holds nothing of the line.
type refusal struct {
	code int
	text string
}

var (
	notUTF8        = &refusal{mcp.PARSE_ERROR, "a line must be valid UTF-8"}
	notJSON        = &refusal{mcp.PARSE_ERROR, "a line must be valid JSON"}
	notObject      = &refusal{mcp.INVALID_REQUEST, "a line must be one JSON object; batches are not supported"}
	tooLong        = &refusal{mcp.INVALID_REQUEST, "a line must not be longer than 4 MiB"}
	badID          = &refusal{mcp.INVALID_REQUEST, "id must be a string or a number that fits 64-bit floating point"}
	badVersion     = &refusal{mcp.INVALID_REQUEST, `jsonrpc must be "2.0"`}
	noMethod       = &refusal{mcp.INVALID_REQUEST, "method must be a string that is not empty"}
	idInUse        = &refusal{mcp.INVALID_REQUEST, "id must not be that of a request still in flight"}
	shuttingDown   = &refusal{-32000, "the server is shutting down"}
	tooManyWaiting = &refusal{-32000, "too many requests waiting, retry"}
	internalError  = &refusal{mcp.INTERNAL_ERROR, "internal error"}
)

// errTooLong is what next returns instead of a line longer than maxLine.
var errTooLong = errors.New("line too long")

// lines splits the input into lines.
type lines struct {
	r     *bufio.Reader
	begun bool
}

func newLines(r io.Reader) *lines {
	return &lines{r: bufio.NewReaderSize(r, 64<<10)}
}

// next returns the next line without the white space around it. It is valid
// until the following call. A last line without an end counts.
func (l *lines) next() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, err = l.readLong(line)
	}
	if errors.Is(err, io.EOF) && len(line) > 0 {
		err = nil // it comes again
	}
	if !l.begun {
		l.begun = true
		line = bytes.TrimPrefix(line, []byte("\ufeff")) // some shells on Windows begin with it
	}
	long := len(line) > maxLine+len("\r\n") // blanks too: readLong may have dropped what follows them
	line = bytes.Trim(line, " \t\r\n")
	if long || len(line) > maxLine {
		err = errTooLong
	}
	return line, err
}

// readLong completes a line longer than the buffer. Once it is too long, what
// follows is read but not kept.
func (l *lines) readLong(begin []byte) ([]byte, error) {
	line := bytes.Clone(begin)
	for {
		part, err := l.r.ReadSlice('\n')
		if len(line) <= maxLine {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// A message is what the transport needs to know of a line.
type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  struct {
		RequestID json.RawMessage `json:"requestId"` // of notifications/cancelled
		Meta      struct {
			ProgressToken json.RawMessage `json:"progressToken"`
		} `json:"_meta"`
	} `json:"params"`
	Result json.RawMessage  `json:"result"`
	Error  *json.RawMessage `json:"error"` // a pointer, so that null is none

	key string // of ID
}

// parse classifies a line. The ID of a message refused is the one to answer
// with: nil, for null, unless it is known and valid.
func parse(line []byte) (message, *refusal) {
	var m message
	if !utf8.Valid(line) {
		return m, notUTF8
	}
	if line[0] != '{' {
		if json.Valid(line) {
			return m, notObject
		}
		return m, notJSON
	}
	// A member of the wrong type doesn't keep the others from being decoded.
	// Whether it matters is decided below, or by the server.
	var wrongType *json.UnmarshalTypeError
	if err := json.Unmarshal(line, &m); err != nil && !errors.As(err, &wrongType) {
		return message{}, notJSON
	}
	if m.isReply() && wrongType == nil {
		return m, nil
	}
	if m.ID != nil {
		var ok bool
		if m.key, ok = idKey(m.ID); !ok {
			return message{}, badID
		}
	}
	switch {
	case m.JSONRPC != mcp.JSONRPC_VERSION:
		return m, badVersion
	case m.Method == "":
		return m, noMethod
	}
	return m, nil
}

// isReply reports whether m answers a request of the server's.
func (m *message) isReply() bool {
	return m.Method == "" && (m.Result != nil || m.Error != nil)
}

// runsInline reports whether m is a request to be answered before the next line is
// read: what follows initialize must see the client's capabilities, and a ping
// asks whether the connection lives, not whether there is a turn free.
func (m *message) runsInline() bool {
	return m.Method == string(mcp.MethodInitialize) || m.Method == string(mcp.MethodPing)
}

// progressToken returns the token as the client wrote it, nil if there is none.
func (m *message) progressToken() json.RawMessage {
	if _, ok := idKey(m.Params.Meta.ProgressToken); !ok {
		return nil
	}
	return m.Params.Meta.ProgressToken
}

// idKey returns what identifies an id: a string however it is escaped, a number
// only as it is written. It reports false for anything else.
func idKey(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 {
		return "", false
	}
	if raw[0] == '"' {
		var s string
		err := json.Unmarshal(raw, &s)
		return `"` + s, err == nil
	}
	// Parsed as mcp-go does, which rejects the whole line if this fails. The
	// words that ParseFloat knows can't occur in JSON.
	key := string(raw)
	_, err := strconv.ParseFloat(key, 64)
	return key, err == nil
}
