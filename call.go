package main

import (
	"bufio"
	"bytes"
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
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/stdio"
)

// connect opens an MCP session with the server inside this process, over the
// same transport that a host would use.
func connect(ctx context.Context, s *stdio.Server, options ...client.ClientOption) (*client.Client, error) {
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	go func() { out.CloseWithError(s.Serve(ctx, in, out)) }()
	c := client.NewClient(transport.NewIO(fromServer, toServer, io.NopCloser(strings.NewReader(""))), options...)
	if err := c.Start(ctx); err != nil {
		return nil, err
	}
	hello := mcp.InitializeRequest{}
	hello.Params.ClientInfo = mcp.Implementation{Name: "acronis-reports-mcp", Version: programVersion()}
	_, err := c.Initialize(ctx, hello)
	return c, err
}

// listTools prints the tools.
func listTools(ctx context.Context, s *stdio.Server, args []string, out io.Writer, fail func(int, error) int) int {
	asJSON := slices.Equal(args, []string{"--json"})
	if len(args) > 0 && !asJSON {
		return fail(2, errors.New("tools takes nothing but --json"))
	}
	answer := s.MCP.HandleMessage(ctx, json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
	response, ok := answer.(mcp.JSONRPCResponse)
	if !ok {
		return fail(1, fmt.Errorf("tools/list: %v", answer))
	}
	if asJSON {
		raw, err := json.Marshal(response.Result)
		if err == nil {
			err = printJSON(out, raw)
		}
		if err != nil {
			return fail(1, err)
		}
		return 0
	}
	for _, t := range response.Result.(mcp.ListToolsResult).Tools {
		if _, err := fmt.Fprintf(out, "%s\n  %s\n", t.Name, t.Description); err != nil {
			return fail(1, err)
		}
	}
	return 0
}

// A step is one tool call of a command line.
type step struct {
	tool      string
	arguments json.RawMessage
}

// callTools makes one call, or several separated by +, in one session, and
// prints the structured content of each. The first that fails is the last.
func callTools(ctx context.Context, s *stdio.Server, args []string, p person, out io.Writer, fail func(int, error) int) int {
	steps, err := parseSteps(args, s.MCP.ListTools(), p.in)
	if err != nil {
		return fail(2, err)
	}
	var options []client.ClientOption
	if p.yes || terminal(p.in) {
		options = append(options, client.WithElicitationHandler(p))
	}
	c, err := connect(ctx, s, options...)
	if err != nil {
		return fail(1, err)
	}
	defer c.Close()
	for _, step := range steps {
		request := mcp.CallToolRequest{}
		request.Params.Name, request.Params.Arguments = step.tool, step.arguments
		result, err := c.CallTool(ctx, request)
		if ctx.Err() != nil {
			return fail(1, errors.New("interrupted"))
		}
		if err != nil {
			return fail(1, err)
		}
		if result.IsError {
			return fail(1, errors.New(mcp.GetTextFromContent(result.Content[0])))
		}
		if err := printJSON(out, result.RawStructuredContent); err != nil {
			return fail(1, err)
		}
		if status := statusOf(result.RawStructuredContent); status != 0 {
			return status
		}
	}
	return 0
}

// parseSteps reads the calls of a command line.
func parseSteps(args []string, known map[string]*server.ServerTool, in io.Reader) ([]step, error) {
	var steps []step
	for {
		end := slices.Index(args, "+")
		one := args
		if end >= 0 {
			one = args[:end]
		}
		if len(one) == 0 {
			return nil, errors.New("call needs the name of a tool; the command tools lists them")
		}
		tool, ok := known[one[0]]
		if !ok {
			return nil, fmt.Errorf("there is no tool %q; the command tools lists them", one[0])
		}
		arguments, err := parseArguments(one[1:], tool, in)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(arguments, new(any)); err != nil {
			return nil, errors.New("a number among the arguments is too large")
		}
		steps = append(steps, step{one[0], arguments})
		if end < 0 {
			return steps, nil
		}
		args = args[end+1:]
	}
}

// statusTryLater is what sendmail and its kin call EX_TEMPFAIL: a scheduler may
// repeat the same command later.
const statusTryLater = 75

// tryLater are the states of a result that mean it.
var tryLater = []string{"not_ready", "in_progress"}

// statusOf is the exit status of a result, which may have months with states of
// their own, or outcomes: the worst counts.
func statusOf(result json.RawMessage) int {
	type state struct{ Status string }
	var told struct {
		state
		Months   []state
		Outcomes []struct{ Outcome string }
	}
	if json.Unmarshal(result, &told) != nil {
		return 0 // months of another sort
	}
	for _, o := range told.Outcomes {
		if o.Outcome != "deleted" && o.Outcome != "gone" {
			return 1
		}
	}
	status := 0
	for _, s := range append(told.Months, told.state) {
		switch {
		case s.Status == "failed" || s.Status == "needs_write":
			return 1
		case slices.Contains(tryLater, s.Status):
			status = statusTryLater
		}
	}
	return status
}

// person is who called the program: asked on the terminal for consent, unless
// they gave it beforehand.
type person struct {
	in   io.Reader
	errw io.Writer
	yes  bool
}

// Elicit asks for consent.
func (p person) Elicit(_ context.Context, request mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	answer := &mcp.ElicitationResult{}
	answer.Action = mcp.ElicitationResponseActionDecline
	fmt.Fprintln(p.errw, request.Params.Message)
	if p.yes {
		answer.Action = mcp.ElicitationResponseActionAccept
	} else {
		fmt.Fprint(p.errw, "[y/N] ")
		line, _ := bufio.NewReader(p.in).ReadString('\n') // the end of the input is a no
		if reply := strings.ToLower(strings.TrimSpace(line)); reply == "y" || reply == "yes" {
			answer.Action = mcp.ElicitationResponseActionAccept
		}
	}
	if answer.Action == mcp.ElicitationResponseActionAccept {
		answer.Content = map[string]any{}
	}
	return answer, nil
}

// parseArguments reads a call's arguments: key=value pairs, one JSON object,
// or - for a JSON object on standard input.
func parseArguments(args []string, tool *server.ServerTool, in io.Reader) (json.RawMessage, error) {
	switch {
	case len(args) == 1 && args[0] == "-":
		raw, err := io.ReadAll(in)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return object(raw)
	case len(args) == 1 && strings.HasPrefix(strings.TrimSpace(args[0]), "{"):
		return object([]byte(args[0]))
	}
	var schema struct {
		Properties map[string]struct{ Type string }
	}
	if err := json.Unmarshal(tool.Tool.RawInputSchema, &schema); err != nil {
		return nil, err
	}
	values := map[string]any{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if _, twice := values[key]; !ok || key == "" || twice {
			return nil, fmt.Errorf("%q is not a key=value of its own; give pairs, one JSON object, or -", arg)
		}
		values[key] = value
		if schema.Properties[key].Type != "string" && json.Valid([]byte(value)) {
			values[key] = json.RawMessage(value)
		}
	}
	return json.Marshal(values)
}

func object(raw []byte) (json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, errors.New("the arguments must be one JSON object")
	}
	return raw, nil
}

// printJSON writes JSON and a line end, indented where a person reads it.
func printJSON(out io.Writer, raw []byte) error {
	var b bytes.Buffer
	if terminal(out) {
		_ = json.Indent(&b, raw, "", "  ") // raw came out of a JSON decoder
	} else {
		_ = json.Compact(&b, raw)
	}
	b.WriteByte('\n')
	_, err := out.Write(b.Bytes())
	return err
}
