package stdio_test

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// benchmarkCall is a call with arguments of an ordinary size.
func benchmarkCall(i int) string {
	return `{"jsonrpc":"2.0","id":` + strconv.Itoa(i) + `,"method":"tools/call","params":{"name":"ok","arguments":{"text":"` +
		strings.Repeat("words ", 30) + `","limit":50,"fields":["a","b","c"]}}}`
}

// BenchmarkHandleMessage makes the calls of BenchmarkServe without the transport, for
// comparison.
func BenchmarkHandleMessage(b *testing.B) {
	s := tools(map[string]server.ToolHandlerFunc{"ok": ok})
	turns := make(chan struct{}, 64)
	var wg sync.WaitGroup
	b.ReportAllocs()
	for i := range b.N {
		turns <- struct{}{}
		wg.Go(func() {
			defer func() { <-turns }()
			frame, err := json.Marshal(s.HandleMessage(b.Context(), []byte(benchmarkCall(i))))
			if err != nil {
				b.Error(err)
			}
			io.Discard.Write(frame)
		})
	}
	wg.Wait()
}

func BenchmarkServe(b *testing.B) {
	s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"ok": ok})}
	b.ReportAllocs()
	if err := s.Serve(b.Context(), &benchmarkInput{n: b.N}, io.Discard); err != nil {
		b.Fatal(err)
	}
}

// benchmarkInput is an input of n calls.
type benchmarkInput struct {
	n      int
	unread string
}

func (c *benchmarkInput) Read(p []byte) (int, error) {
	if c.unread == "" {
		if c.n == 0 {
			return 0, io.EOF
		}
		c.unread = benchmarkCall(c.n) + "\n"
		c.n--
	}
	n := copy(p, c.unread)
	c.unread = c.unread[n:]
	return n, nil
}
