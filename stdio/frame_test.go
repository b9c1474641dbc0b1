package stdio_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

const maxLine = 4 << 20

func TestEachLineGetsTheRightCode(t *testing.T) {
	const (
		badJSON    = `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"a line must be valid JSON"}}`
		badUTF8    = `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"a line must be valid UTF-8"}}`
		notObject  = `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"a line must be one JSON object; batches are not supported"}}`
		badID      = `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"id must be a string or a number that fits 64-bit floating point"}}`
		badVersion = `{"jsonrpc":"2.0","id":%s,"error":{"code":-32600,"message":"jsonrpc must be \"2.0\""}}`
		noMethod   = `{"jsonrpc":"2.0","id":%s,"error":{"code":-32600,"message":"method must be a string that is not empty"}}`
		tooLong    = `{"jsonrpc":"2.0","id":%s,"error":{"code":-32600,"message":"a line must not be longer than 4 MiB"}}`
	)
	long := strings.Repeat("x", maxLine)
	tests := []struct {
		name, line, want string // want is "" if there is no response
	}{
		{"garbage", `secret`, badJSON},
		{"truncated", `{"jsonrpc":"2.0","id":1`, badJSON},
		{"two values", ping("1") + ping("2"), badJSON},
		{"bad escape", `{"jsonrpc":"2.0","id":"\x","method":"ping"}`, badJSON},
		{"too deep", strings.Repeat("[", 20_000), badJSON},
		{"not UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\xff\"}", badUTF8},
		{"UTF-16", "{\x00\"\x00", badJSON},
		{"batch", "[" + ping("1") + "]", notObject},
		{"string", `"ping"`, notObject},
		{"number", `7`, notObject},
		{"null", `null`, notObject},
		{"id null", ping("null"), badID},
		{"id object", ping(`{"a":1}`), badID},
		{"id array", ping(`[1]`), badID},
		{"id bool", ping(`true`), badID},
		{"id beyond float64", ping(`1e400`), badID},
		{"version 1.0", `{"jsonrpc":"1.0","id":"x","method":"ping"}`, fmt.Sprintf(badVersion, `"x"`)},
		{"version a number", `{"jsonrpc":2.0,"id":5,"method":"ping"}`, fmt.Sprintf(badVersion, `5`)},
		{"no version", `{"id":5,"method":"ping"}`, fmt.Sprintf(badVersion, `5`)},
		{"no version, no id", `{"method":"ping"}`, fmt.Sprintf(badVersion, `null`)},
		{"no method", `{"jsonrpc":"2.0","id":5}`, fmt.Sprintf(noMethod, `5`)},
		{"method null", `{"jsonrpc":"2.0","id":5,"method":null}`, fmt.Sprintf(noMethod, `5`)},
		{"method a number", `{"jsonrpc":"2.0","id":5,"method":6}`, fmt.Sprintf(noMethod, `5`)},
		{"method a number, with a result", `{"jsonrpc":"2.0","id":"m","method":5,"result":{}}`, fmt.Sprintf(noMethod, `"m"`)},
		{"nothing", `{}`, fmt.Sprintf(badVersion, `null`)},
		{"only a version", `{"jsonrpc":"2.0"}`, fmt.Sprintf(noMethod, `null`)},
		{"too long", `{"jsonrpc":"2.0","id":1,"method":"` + long, fmt.Sprintf(tooLong, `1`)},
		{"too long, id after the method", `{"jsonrpc":"2.0","method":"ping","x":{"id":3},"id":"\u0061<","params":"` + long, fmt.Sprintf(tooLong, `"\u0061<"`)},
		{"too long, id in the first 4 KiB", `{"x":"` + strings.Repeat("x", 4<<10-16) + `","id":1,"y":"` + long, fmt.Sprintf(tooLong, `1`)},
		{"too long, id after 4 KiB", `{"x":"` + strings.Repeat("x", 4<<10) + `","id":1,"y":"` + long, fmt.Sprintf(tooLong, `null`)},
		{"too long, id cut at 4 KiB", `{"x":"` + strings.Repeat("x", 4<<10-14) + `","id":12,"y":"` + long, fmt.Sprintf(tooLong, `null`)},
		{"too long, id no id", `{"jsonrpc":"2.0","id":[1],"method":"` + long, fmt.Sprintf(tooLong, `null`)},
		{"too long, id invalid UTF-8", `{"jsonrpc":"2.0","id":"a` + "\xff" + `","method":"` + long, fmt.Sprintf(tooLong, `null`)},
		{"too long, invalid UTF-8 before the id", `{"x":"` + "\xff" + `","id":1,"method":"` + long, fmt.Sprintf(tooLong, `1`)},
		{"too long, no object", "[1," + long, fmt.Sprintf(tooLong, `null`)},
		{"too long a reply to nobody", `{"jsonrpc":"2.0","id":"ask-1","result":"` + long, ""},
		{"too long by one", strings.Repeat("x", maxLine+1), fmt.Sprintf(tooLong, `null`)},
		{"too long with blanks before it", strings.Repeat(" ", maxLine+200<<10) + ping("1"), fmt.Sprintf(tooLong, `null`)},
		{"longest", strings.Repeat("x", maxLine), badJSON},
		{"longest, CRLF", strings.Repeat("x", maxLine) + "\r", badJSON},
		{"blank", "", ""},
		{"white space", " \t \r", ""},
		{"notification nobody knows", `{"jsonrpc":"2.0","method":"notifications/x","params":[1]}`, ""},
		{"cancelled, unknown", cancelled("77"), ""},
		{"cancelled, no id", `{"jsonrpc":"2.0","method":"notifications/cancelled"}`, ""},
		{"reply to nobody", `{"jsonrpc":"2.0","id":"ask-1","result":{}}`, ""},
		{"reply with a number", `{"jsonrpc":"2.0","id":1,"result":{}}`, ""},
		{"error to nobody", `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}`, ""},
		{"CRLF", ping("1") + "\r", `{"jsonrpc":"2.0","id":1,"result":{}}`},
		{"params of the wrong type", `{"jsonrpc":"2.0","id":3,"method":"ping","params":"x"}`, `"id":3,"error":{"code":-32600`},
		{"a request that is also a reply", `{"jsonrpc":"2.0","id":4,"method":"ping","result":{}}`, `{"jsonrpc":"2.0","id":4,"error":{"code":-32603,"message":"internal error"}}`},
	}
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t, s)
			go c.send(test.line, call(`"next"`, "ok"))
			if test.want != "" {
				got := c.receive()
				if strings.HasPrefix(test.want, "{") {
					if diff := cmp.Diff(test.want, got); diff != "" {
						t.Error(diff)
					}
				} else if !strings.Contains(got, test.want) {
					t.Errorf("got %s, want it to hold %s", got, test.want)
				}
			}
			c.expect(`"id":"next","result"`)
			c.end()
		})
	}
}

func TestByteOrderMarkIsForgivenAtTheStart(t *testing.T) {
	s := &stdio.Server{MCP: tools(nil)}
	lines := exchange(t, s, "\ufeff"+ping("1")+"\n\ufeff"+ping("2"))
	if len(lines) != 2 || !strings.Contains(lines[0], `"id":1,"result"`) || !strings.Contains(lines[1], `-32700`) {
		t.Errorf("got %q, want an answer and a refusal", lines)
	}
}

func TestLongestLineIsServed(t *testing.T) {
	s := &stdio.Server{MCP: tools(nil)}
	line := `{"jsonrpc":"2.0","id":1,"method":"ping","x":"`
	line += strings.Repeat("x", maxLine-len(line)-len(`"}`)) + `"}`
	if lines := exchange(t, s, line); len(lines) != 1 || !strings.Contains(lines[0], `"id":1,"result"`) {
		t.Errorf("got %.200q, want an answer", lines)
	}
}

func TestTooLongALineIsNotHeld(t *testing.T) {
	const size = 64 << 20
	long := io.LimitReader(endless{}, size)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s := &stdio.Server{MCP: tools(nil)}
	if err := s.Serve(t.Context(), long, io.Discard); err != nil {
		t.Errorf("Serve: %v", err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 32<<20 {
		t.Errorf("allocated %d bytes for a line of %d", got, size)
	}
}

// endless is an input that is one line without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// An error doesn't repeat megabytes of what was sent.
func TestErrorsAreShort(t *testing.T) {
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})}
	line := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ok","arguments":` + strings.Repeat("7", maxLine-100) + `}}`
	if lines := exchange(t, s, line); len(lines) != 1 || !strings.Contains(lines[0], `"id":1,"error"`) || len(lines[0]) > 3<<10 {
		t.Errorf("got %.300q, want a short error", lines)
	}
}
