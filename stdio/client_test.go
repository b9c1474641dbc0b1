package stdio_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

const initialize = `{"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25","clientInfo":{"name":"old","version":"1"},"capabilities":{}}}`

// tools returns a server with tools.
func tools(handlers map[string]server.ToolHandlerFunc) *server.MCPServer {
	s := server.NewMCPServer("test", "1", server.WithToolCapabilities(false))
	for name, handler := range handlers {
		s.AddTool(mcp.Tool{Name: name, InputSchema: mcp.ToolInputSchema{Type: "object"}}, handler)
	}
	return s
}

// ok is a tool that returns at once.
func ok(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	return mcp.NewToolResultText("ok"), nil
}

// call returns a request of a client that has sent initialize.
func call(id, tool string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":%q}}`, id, tool)
}

// callWithToken returns a request with a progress token.
func callWithToken(id, tool, token string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":%q,"_meta":{"progressToken":%s}}}`, id, tool, token)
}

// modernCall returns a request that describes its client.
func modernCall(id, tool, clientName, capabilities string) string {
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":%q,"_meta":{`+
		`"io.modelcontextprotocol/protocolVersion":"2026-07-28",`+
		`"io.modelcontextprotocol/clientInfo":{"name":%q,"version":"1"},`+
		`"io.modelcontextprotocol/clientCapabilities":%s}}}`, id, tool, clientName, capabilities)
}

func cancelled(id string) string {
	return `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":` + id + `}}`
}

func ping(id string) string {
	return `{"jsonrpc":"2.0","id":` + id + `,"method":"ping"}`
}

// exchange serves an input to its end and returns the lines of the output.
func exchange(t *testing.T, s *stdio.Server, input string) []string {
	t.Helper()
	var out bytes.Buffer
	if err := s.Serve(t.Context(), strings.NewReader(input), &out); err != nil {
		t.Fatalf("Serve: %v", err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// A client has the other ends of the pipes.
type client struct {
	t      *testing.T
	in     *io.PipeWriter
	out    *bufio.Reader
	stop   context.CancelFunc // as SIGTERM does
	served chan error
}

func connect(t *testing.T, s *stdio.Server) *client {
	ctx, stop := context.WithCancel(context.Background())
	in, inWriter := io.Pipe()
	outReader, out := io.Pipe()
	c := &client{t: t, in: inWriter, out: bufio.NewReader(outReader), stop: stop, served: make(chan error, 1)}
	go func() {
		err := s.Serve(ctx, in, out)
		out.Close()
		c.served <- err
	}()
	t.Cleanup(func() {
		stop()
		inWriter.Close()
		outReader.Close()
	})
	return c
}

func (c *client) send(lines ...string) {
	c.t.Helper()
	for _, line := range lines {
		if _, err := io.WriteString(c.in, line+"\n"); err != nil {
			c.t.Errorf("send: %v", err) // not Fatalf: tests send from other goroutines too
			return
		}
	}
}

func (c *client) receive() string {
	c.t.Helper()
	line, err := c.out.ReadString('\n')
	if err != nil {
		c.t.Fatalf("receive: %v", err)
	}
	return strings.TrimSuffix(line, "\n")
}

// expect receives a line and checks that it contains a text.
func (c *client) expect(text string) string {
	c.t.Helper()
	line := c.receive()
	if !strings.Contains(line, text) {
		c.t.Fatalf("got %s, want it to hold %s", line, text)
	}
	return line
}

// receiveAll receives lines until the output ends and returns what Serve returned.
func (c *client) receiveAll() ([]string, error) {
	c.t.Helper()
	all, err := io.ReadAll(c.out)
	if err != nil {
		c.t.Fatalf("receive: %v", err)
	}
	return strings.FieldsFunc(string(all), func(r rune) bool { return r == '\n' }), <-c.served
}

// end closes the input and checks that Serve writes nothing more and succeeds.
func (c *client) end() {
	c.t.Helper()
	c.in.Close()
	if lines, err := c.receiveAll(); len(lines) > 0 || err != nil {
		c.t.Errorf("at the end got %q, %v, want nothing", lines, err)
	}
}

// id returns the id of a message as it is written.
func id(t *testing.T, line string) string {
	t.Helper()
	var m struct {
		ID json.RawMessage `json:"id"`
	}
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return string(m.ID)
}
