package stdio_test

import (
	"context"
	"log"
	"os"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// Serve a tool. A program would pass os.Stdin, and the result of TakeStdout. Here the
// input ends after one request, which is answered all the same.
func ExampleServer() {
	m := server.NewMCPServer("greeter", "1.0.0")
	m.AddTool(mcp.NewTool("greet"), func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		return mcp.NewToolResultText("Hello"), nil
	})
	in := strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"greet"}}` + "\n")

	s := &stdio.Server{MCP: m}
	if err := s.Serve(context.Background(), in, os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"Hello"}]}}
}
