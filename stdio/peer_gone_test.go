package stdio_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// Serve notices a client that can't read any more while calls are running and nothing is
// written, whether the input has ended or another process keeps it open.
func TestClientThatDied(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("it is noticed only when something is written")
	}
	for _, inputEnds := range []bool{true, false} {
		t.Run(fmt.Sprintf("input ends: %v", inputEnds), func(t *testing.T) {
			t.Parallel()
			in, inWriter, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer inWriter.Close()
			outReader, out, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			b := newBlockingTool()
			s := &stdio.Server{MCP: tools(map[string]server.ToolHandlerFunc{"block": b.handle})}
			served := make(chan error, 1)
			go func() { served <- s.Serve(t.Context(), in, out) }()
			fmt.Fprintln(inWriter, call("1", "block"))
			if inputEnds {
				inWriter.Close()
			}
			outReader.Close()
			if err := <-served; err == nil || errors.Is(err, stdio.ErrPeerGone) != inputEnds {
				t.Errorf("Serve returned %v", err)
			}
			if got := <-b.stopped; got != "1" {
				t.Errorf("%s was cancelled, want 1", got)
			}
		})
	}
}
