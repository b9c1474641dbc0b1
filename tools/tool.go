package tools

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/schemas"
)

// tool is a tool: its texts, what it may do, and a function that takes checked
// arguments and returns a result. Its schemas, generated from In and Out, are
// in schemas/<name>.json.
type tool[In, Out any] struct {
	name, title, description string

	access     acronis.Access         // the level it needs
	changes    bool                   // it may change something, although it needs only Read
	idempotent bool                   // calling it twice has the same effect as calling it once; always true for reading
	limit      func(In) time.Duration // how long a call may take; nil means callTimeout
	meta       *mcp.Meta              // for extensions of MCP
	when       func(Options) bool     // whether clients see it; nil means always

	run func(context.Context, *service, In) (Out, error)
}

// entry is a tool that can be registered.
type entry struct {
	server.ServerTool
	access  acronis.Access
	missing bool // clients don't see it
}

// definition returns t as clients see it, without its schemas.
func (t tool[In, Out]) definition() mcp.Tool {
	reads, deletes, open := t.access == acronis.Read && !t.changes, t.access == acronis.Delete, true
	idempotent := reads || t.idempotent
	return mcp.Tool{
		Name:        t.name,
		Title:       t.title,
		Description: t.description,
		Meta:        t.meta,
		Annotations: mcp.ToolAnnotation{
			ReadOnlyHint:    &reads,
			DestructiveHint: &deletes,
			IdempotentHint:  &idempotent,
			OpenWorldHint:   &open,
		},
	}
}

// schemaFiles contains the schemas of all tools.
var schemaFiles fs.FS = schemas.Files

// schemasOf returns the schemas of a tool. Only the list of tools and the first call
// of each need them, so a start needs none.
func schemasOf(name string) schemas.Tool {
	file, err := schemas.Read(schemaFiles, name)
	if err != nil {
		panic(fmt.Errorf("%w; go test ./tools -update makes the file", err)) // the program was built without it
	}
	return file
}

// InputSchema returns the schema of a tool's arguments, as clients see it.
func InputSchema(tool string) json.RawMessage { return schemasOf(tool).Input }

// listSchemas adds the schemas to the list of tools.
func listSchemas(hooks *server.Hooks) {
	var read sync.Map // schemas by name
	hooks.AddAfterListTools(func(_ context.Context, _ any, _ *mcp.ListToolsRequest, result *mcp.ListToolsResult) {
		for i := range result.Tools {
			t := &result.Tools[i]
			file, ok := read.Load(t.Name)
			if !ok {
				file, _ = read.LoadOrStore(t.Name, schemasOf(t.Name))
			}
			t.RawInputSchema, t.RawOutputSchema = file.(schemas.Tool).Input, file.(schemas.Tool).Output
		}
	})
}

// serve returns t as an MCP tool, without its schemas.
func (t tool[In, Out]) serve(s *service) entry {
	checked := func() json.RawMessage { return schemasOf(t.name).Checked }
	return entry{server.ServerTool{Tool: t.definition(), Handler: t.handler(s, checked)}, t.access, t.when != nil && !t.when(s.Options)}
}

// handler returns the function that handles calls of t. Arguments must match
// the schema.
func (t tool[In, Out]) handler(s *service, schema func() json.RawMessage) server.ToolHandlerFunc {
	if t.access > s.Access {
		return s.disabled(t.name, t.access)
	}
	check := newChecker(t.name, t.access > acronis.Read || t.changes, schema)
	return func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		ctx, stats := acronis.WithStats(ctx)
		start := time.Now()
		result, outcome := t.answer(ctx, s, check, r)
		line := s.Log.Info().Str("tool", t.name).Str("outcome", outcome).Dur("ms", time.Since(start)).
			Int("attempts", stats.Attempts()).Int("status", stats.Status())
		if session, ok := server.ClientSessionFromContext(ctx).(requestSession); ok {
			line = line.Str("request", escape.Shorten(session.RequestID()))
		}
		line.Msg("tools/call")
		return result, nil
	}
}

// answer makes one call. Only here, arguments are checked, failures explained
// and panics caught, so that no failure of a call becomes a protocol error. The
// outcome is for the log.
func (t tool[In, Out]) answer(ctx context.Context, s *service, check *checker, r mcp.CallToolRequest) (result *mcp.CallToolResult, outcome string) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error().Str("tool", t.name).Any("panic", p).Bytes("stack", debug.Stack()).Msg("panic in a tool")
			result, outcome = mcp.NewToolResultError(t.name+" failed inside this server. Try again. If it fails again, the cause is in the server's log."), "panic"
		}
	}()
	if s.Client == nil {
		return mcp.NewToolResultError(s.Problem), "not configured"
	}
	raw := rawArguments(r)
	if len(raw) > maxArguments {
		return mcp.NewToolResultError(fmt.Sprintf("The arguments of %s are %d bytes long, and at most %d are accepted. Ask for less in one call.", t.name, len(raw), maxArguments)), "refused arguments"
	}
	arguments, refusal := check.check(raw)
	if refusal != "" {
		return mcp.NewToolResultError(limitText(refusal)), "refused arguments"
	}
	var in In
	if err := json.Unmarshal(arguments, &in); err != nil {
		panic(err) // the schema allows more than In
	}
	limit := callTimeout
	if t.limit != nil {
		limit = t.limit(in)
	}
	ctx, cancel := context.WithTimeout(withCurrentCall(ctx, r, string(arguments)), limit)
	defer cancel()
	ctx = s.Memory.With(ctx)
	out, err := t.result(ctx, s, in)
	if c := (*confirmation)(nil); errors.As(err, &c) {
		c.text = s.redact(c.text) // names are joined in it
		return c.result(), "asks"
	}
	if err != nil {
		return mcp.NewToolResultError(limitText(s.redact(s.explain(err)))), s.outcomeOf(err)
	}
	text, err := escape.Marshal(out)
	if err != nil {
		panic(err)
	}
	release, err := holdAnswer(ctx, len(text))
	if err != nil {
		return mcp.NewToolResultError(s.explain(err)), s.outcomeOf(err)
	}
	defer release()
	text, ok := s.clean(text)
	if !ok {
		return mcp.NewToolResultError("The answer of " + t.name + " can't be shown: what the data centre sent contains credentials that can't be removed from it."), "credentials"
	}
	result = mcp.NewToolResultText(text)
	result.RawStructuredContent = json.RawMessage(text)
	return result, "ok"
}

// result runs the function of the tool. If it changes nothing, it may be run a
// second time, when there is enough memory.
func (t tool[In, Out]) result(ctx context.Context, s *service, in In) (out Out, err error) {
	if t.access > acronis.Read || t.changes {
		return t.run(ctx, s, in)
	}
	err = memory.Do(ctx, func(ctx context.Context) error {
		out, err = t.run(ctx, s, in)
		return err
	})
	return out, err
}

// cleanFactor is how many times the size of an answer is used while it is cleaned.
const cleanFactor = 5

// holdAnswer holds the memory for an answer that is to be cleaned, if it is large.
func holdAnswer(ctx context.Context, size int) (release func(), err error) {
	if size <= 1<<20/cleanFactor {
		return func() {}, nil
	}
	return memory.Hold(ctx, int64(size)*cleanFactor)
}

// clean escapes the hidden characters in JSON, removes credentials and cuts it. It
// reports false if it isn't JSON any more: a secret with quotes may match beyond a
// string.
func (s *service) clean(text string) (string, bool) {
	visible := escape.JSON(text, escape.Text)
	redacted := s.redact(visible)
	if redacted != visible && !json.Valid([]byte(redacted)) {
		return "", false
	}
	return limitAnswer(redacted), true // cut last: half a secret would be shown
}

// redact removes credentials from a text for the model or the user.
func (s *service) redact(text string) string { return s.Client.Redact(text) }

// outcomeOf returns the name of a failure for the log.
func (s *service) outcomeOf(err error) string {
	var e *acronis.Error
	if _, ok := s.refusal(err); ok {
		return "refused"
	}
	switch {
	case errors.As(err, &e):
		return string(e.Kind)
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "failed"
}

// rawArguments returns the arguments of a call as they were sent, or {} if
// there are none.
func rawArguments(r mcp.CallToolRequest) json.RawMessage {
	if raw, ok := r.GetRawArguments().(json.RawMessage); ok {
		return raw
	}
	return json.RawMessage("{}")
}
