package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
)

// listTools prints the names and descriptions of the tools.
func listTools(ctx context.Context, e *env) error {
	args := e.Flags.Args
	asJSON := slices.Equal(args, []string{"--json"})
	if len(args) > 0 && !asJSON {
		return wrongUsage("tools takes no arguments but --json")
	}
	answer := e.server.MCP.HandleMessage(ctx, json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
	response, ok := answer.(mcp.JSONRPCResponse)
	if !ok {
		return fmt.Errorf("tools/list: %v", answer)
	}
	if asJSON {
		return printJSON(e.out, response.Result)
	}
	var b strings.Builder
	for _, t := range response.Result.(mcp.ListToolsResult).Tools {
		fmt.Fprintf(&b, "%s\n  %s\n", t.Name, t.Description)
	}
	return write(e.out, b.String())
}

// printJSON writes a value as JSON.
func printJSON(out io.Writer, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return printRaw(out, raw)
}

// printRaw writes JSON and a line end. On a terminal it is indented.
func printRaw(out io.Writer, raw []byte) error {
	var b bytes.Buffer
	if terminal(out) {
		_ = json.Indent(&b, raw, "", "  ") // raw is JSON
	} else {
		_ = json.Compact(&b, raw)
	}
	return write(out, b.String()+"\n")
}

func write(out io.Writer, text string) error {
	_, err := io.WriteString(out, text)
	return err
}
