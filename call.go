package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/stdio"
)

// connect opens an MCP session with the server in this process, over the same
// transport that hosts use.
func connect(ctx context.Context, s *stdio.Server, version string, options ...client.ClientOption) (*client.Client, error) {
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	go func() { out.CloseWithError(s.Serve(ctx, in, out)) }()
	c := client.NewClient(transport.NewIO(fromServer, toServer, io.NopCloser(strings.NewReader(""))), options...)
	if err := c.Start(ctx); err != nil {
		return nil, err
	}
	hello := mcp.InitializeRequest{}
	hello.Params.ClientInfo = mcp.Implementation{Name: "acronis-reports-mcp", Version: version}
	_, err := c.Initialize(ctx, hello)
	return c, err
}

// callTools makes one call, or several separated by +, in one session, and prints
// the structured content of each. It stops at the first call that fails.
func callTools(ctx context.Context, e *env) error {
	steps, err := parseSteps(e.Flags.Args, e.server.MCP.ListTools(), e.in)
	if err != nil {
		return wrongUsage("%w", err)
	}
	defer removeStaleLater()()
	var options []client.ClientOption
	if ask := newPrompter(e); e.Flags.Yes {
		options = append(options, client.WithElicitationHandler(asker(func(question string) (bool, error) {
			fmt.Fprintln(e.errw, question)
			return true, nil
		})))
	} else if ask != nil {
		options = append(options, client.WithElicitationHandler(asker(func(question string) (bool, error) { return ask.agrees(ctx, question) })))
	}
	c, err := connect(ctx, e.server, e.Version, options...)
	if err != nil {
		return err
	}
	defer c.Close()
	for _, step := range steps {
		if err := callTool(ctx, c, step, e.out); err != nil {
			return err
		}
	}
	return nil
}

// callTool makes one call and prints its structured content.
func callTool(ctx context.Context, c *client.Client, s step, out io.Writer) error {
	content, err := structuredContent(ctx, c, s.tool, s.arguments)
	if err != nil {
		return err
	}
	if err := printRaw(out, content); err != nil {
		return err
	}
	if status := statusOf(content); status != 0 {
		return exitError{status: status}
	}
	return nil
}

// structuredContent makes one call and returns its structured content.
func structuredContent(ctx context.Context, c *client.Client, tool string, arguments any) (json.RawMessage, error) {
	request := mcp.CallToolRequest{}
	request.Params.Name, request.Params.Arguments = tool, arguments
	result, err := c.CallTool(ctx, request)
	switch {
	case ctx.Err() != nil:
		return nil, errInterrupted
	case err != nil:
		return nil, err
	case result.IsError:
		return nil, errors.New(mcp.GetTextFromContent(result.Content[0]))
	}
	return result.RawStructuredContent, nil
}

var errInterrupted = errors.New("interrupted")

// tryLater lists the values of status that mean statusTryLater.
var tryLater = []string{"not_ready", "in_progress"}

// notDone lists those that mean statusFailed.
var notDone = []string{"failed", "damaged", "needs_write"}

// statusOf returns the exit status for a result: the worst of its own status, those
// of its months and its outcomes.
func statusOf(result json.RawMessage) int {
	type state struct{ Status string }
	var content struct {
		state
		Months   []state
		Outcomes []struct{ Outcome string }
	}
	if json.Unmarshal(result, &content) != nil {
		return 0 // some results have other months
	}
	for _, o := range content.Outcomes {
		if o.Outcome != "deleted" && o.Outcome != "gone" {
			return statusFailed
		}
	}
	status := 0
	for _, s := range append(content.Months, content.state) {
		switch {
		case slices.Contains(notDone, s.Status):
			return statusFailed
		case slices.Contains(tryLater, s.Status):
			status = statusTryLater
		}
	}
	return status
}

// asker returns whether the user confirms a question.
type asker func(question string) (bool, error)

// Elicit implements [client.ElicitationHandler].
func (a asker) Elicit(_ context.Context, request mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	answer := &mcp.ElicitationResult{}
	answer.Action = mcp.ElicitationResponseActionDecline
	agreed, err := a(request.Params.Message)
	switch {
	case errors.Is(err, errInterrupted):
		return nil, err
	case agreed:
		answer.Action = mcp.ElicitationResponseActionAccept
	}
	return answer, nil
}
