package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"acronis-reports-mcp/tools"

	"github.com/mark3labs/mcp-go/server"
)

// step is one tool call of a command line.
type step struct {
	tool      string
	arguments json.RawMessage
}

// parseSteps reads the calls of a command line. Only the tools in known exist.
func parseSteps(args []string, known map[string]*server.ServerTool, in io.Reader) ([]step, error) {
	var steps []step
	for {
		end := slices.Index(args, "+")
		one := args
		if end >= 0 {
			one = args[:end]
		}
		if len(one) == 0 {
			return nil, errors.New("call needs the name of a tool; the tools command lists the names")
		}
		tool, ok := known[one[0]]
		if text := tools.NeedsPrices(one[0]); !ok && text != "" {
			return nil, errors.New(text)
		}
		if !ok {
			return nil, fmt.Errorf("there is no tool %q; the tools command lists the names", one[0])
		}
		arguments, err := parseArguments(one[1:], tool, in)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(arguments, new(any)); err != nil {
			return nil, errors.New("a number in the arguments is too large")
		}
		steps = append(steps, step{one[0], arguments})
		if end < 0 {
			return steps, nil
		}
		args = args[end+1:]
	}
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
	if err := json.Unmarshal(tools.InputSchema(tool.Tool.Name), &schema); err != nil {
		return nil, err
	}
	values := map[string]any{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if _, twice := values[key]; !ok || key == "" || twice {
			return nil, fmt.Errorf("%q is not key=value, or its key occurs twice; give key=value pairs, one JSON object, or -", arg)
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

// parseMixed parses flags before and after other arguments, and returns the latter.
func parseMixed(set *flag.FlagSet, args []string) (others []string, err error) {
	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if args = set.Args(); len(args) > 0 {
			others, args = append(others, args[0]), args[1:]
		}
	}
	return others, nil
}
