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

// maxLine is the longest line that is accepted, in bytes without the line end. mcp-go
// parses a line about ten times and needs about twelve times as much memory.
const maxLine = 4 << 20

// A refusal is an error with which the transport itself responds to a line. Its text
// says what would be right, and contains nothing of the line.
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
	unclearAnswers = &refusal{mcp.INVALID_PARAMS, "inputResponses must be one object, with every name spelled exactly and only once"}
	noMethod       = &refusal{mcp.INVALID_REQUEST, "method must be a string that is not empty"}
	idInUse        = &refusal{mcp.INVALID_REQUEST, "id must not be that of a request still in flight"}
	shuttingDown   = &refusal{-32000, "the server is shutting down"}
	tooManyWaiting = &refusal{-32000, "too many requests waiting, retry"}
	internalError  = &refusal{mcp.INTERNAL_ERROR, "internal error"}
)

// errTooLong is the error of next for a line longer than maxLine.
var errTooLong = errors.New("line too long")

// lines splits the input into lines.
type lines struct {
	r     *bufio.Reader
	begun bool
}

func newLines(r io.Reader) *lines {
	return &lines{r: bufio.NewReaderSize(r, 64<<10)}
}

// next returns the next line without the white space around it. It is valid until the
// following call. The last line need not have a line end. With errTooLong it returns
// the beginning of the line.
func (l *lines) next() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, err = l.readLong(line)
	}
	if errors.Is(err, io.EOF) && len(line) > 0 {
		err = nil // the next call returns it
	}
	if !l.begun {
		l.begun = true
		line = bytes.TrimPrefix(line, []byte("\ufeff")) // some shells on Windows write it first
	}
	long := len(line) > maxLine+len("\r\n") // counts blanks too, because readLong may have dropped what follows
	line = bytes.Trim(line, " \t\r\n")
	if long || len(line) > maxLine {
		err = errTooLong
	}
	return line, err
}

// readLong reads the rest of a line that is longer than the buffer. When the line is
// too long, it discards what follows.
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

// A message has the parts of a line that the transport uses.
type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  struct {
		RequestID json.RawMessage `json:"requestId"` // of notifications/cancelled
		Answers   json.RawMessage `json:"inputResponses"`
		Meta      struct {
			ProgressToken json.RawMessage `json:"progressToken"`
		} `json:"_meta"`
	} `json:"params"`
	Result json.RawMessage  `json:"result"`
	Error  *json.RawMessage `json:"error"` // a pointer, so that null counts as missing

	key string // of ID
}

// parse parses a line. If it returns a refusal, the message has the id for the error
// response, or nil if the id is unknown or invalid.
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
	// If a member has the wrong type, the others are decoded all the same. Whether
	// that is an error is decided below or by the server.
	var wrongType *json.UnmarshalTypeError
	if err := json.Unmarshal(line, &m); err != nil && !errors.As(err, &wrongType) {
		return message{}, notJSON
	}
	if m.isReply() && (wrongType == nil || wrongType.Field == "jsonrpc") {
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
	case m.Params.Answers != nil && !hasClearAnswers(line):
		return m, unclearAnswers
	}
	return m, nil
}

// isReply reports whether m is a reply to a request of the server.
func (m *message) isReply() bool {
	return m.Method == "" && (m.Result != nil || m.Error != nil)
}

// runsInline reports whether m is a request that runs before the next line is read,
// without a turn. Requests after initialize must see the client's capabilities, and a
// ping checks the connection, not whether a turn is free.
func (m *message) runsInline() bool {
	return m.Method == string(mcp.MethodInitialize) || m.Method == string(mcp.MethodPing)
}

// progressToken returns the token as the client wrote it, or nil if there is none.
func (m *message) progressToken() json.RawMessage {
	if _, ok := idKey(m.Params.Meta.ProgressToken); !ok {
		return nil
	}
	return m.Params.Meta.ProgressToken
}

// idKey returns a key for an id. Strings are equal however they are escaped, numbers
// only if they are written in the same way. It reports false for anything else, and for
// a string that isn't valid UTF-8, which could not be sent back.
func idKey(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 {
		return "", false
	}
	if raw[0] == '"' {
		var s string
		err := json.Unmarshal(raw, &s)
		return `"` + s, err == nil && utf8.Valid(raw)
	}
	// mcp-go parses numbers in the same way, and refuses the whole line if that
	// fails. The words that ParseFloat accepts, such as inf, can't occur in JSON.
	key := string(raw)
	_, err := strconv.ParseFloat(key, 64)
	return key, err == nil
}
