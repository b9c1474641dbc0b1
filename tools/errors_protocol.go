package tools

import (
	"context"
	"errors"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/escape"
)

// A protocolError is the error of a prompt, a resource or a completion, with
// its own code. Other errors become internal errors, which a client takes for a
// fault of the server. Errors of tools are results.
type protocolError struct {
	code int
	text string
	data any
}

func (e *protocolError) Error() string { return e.text }

// invalidParams returns the error for a request with wrong params.
func invalidParams(text string) *protocolError {
	return &protocolError{code: mcp.INVALID_PARAMS, text: text}
}

// resourceNotFound returns the error for reading a resource that doesn't exist.
// Its code has changed in 2026-07-28.
func resourceNotFound(ctx context.Context, uri, text string) *protocolError {
	e := &protocolError{mcp.RESOURCE_NOT_FOUND, text, map[string]string{"uri": uri}}
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern {
		e.code = mcp.INVALID_PARAMS
	}
	return e
}

// missing is the error for a URI that belongs to no resource.
type missing string

func (m missing) Error() string { return string(m) }

// resourceError returns the error for a resource that could not be read, with a
// text.
func resourceError(ctx context.Context, uri string, err error, text string) error {
	var e *acronis.Error
	switch {
	case errors.As(err, new(missing)), errors.As(err, &e) && e.Kind == acronis.NotFound:
		return resourceNotFound(ctx, uri, text)
	case errors.As(err, new(refused)):
		return invalidParams(text) // it exists, but can't be read as a resource
	}
	return errors.New(text)
}

// setErrorCodes gives errors their codes and data through the session, because mcp-go
// does so only for some of its own errors.
func setErrorCodes(hooks *server.Hooks) {
	hooks.AddOnError(func(ctx context.Context, _ any, method mcp.MCPMethod, message any, err error) {
		session, ok := server.ClientSessionFromContext(ctx).(errorSession)
		if e := describeError(ctx, method, message, err); ok && e != nil {
			session.SetError(e.code, e.text, e.data)
		}
	})
}

// describeError returns the error for a failed request, or nil to leave it to
// mcp-go.
func describeError(ctx context.Context, method mcp.MCPMethod, message any, err error) *protocolError {
	var own *protocolError
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, new(*server.UnparsableMessageError)):
		return invalidParams("the params of " + string(method) + " lack a field, or have one of another type")
	case errors.Is(err, server.ErrToolNotFound):
		name := message.(*mcp.CallToolRequest).Params.Name
		if text := NeedsPrices(name); text != "" {
			return invalidParams("This server was started without prices, and " + text + ". Trying again won't help.")
		}
		return invalidParams("There is no tool " + escape.Quote(name) + ". tools/list has those there are.")
	case errors.Is(err, server.ErrResourceNotFound):
		uri := message.(*mcp.ReadResourceRequest).Params.URI
		if uri == "" {
			return invalidParams("uri is missing")
		}
		return resourceNotFound(ctx, uri, "There is no resource "+escape.Quote(uri)+". resources/list and resources/templates/list have those there are.")
	}
	switch method {
	case mcp.MethodToolsList, mcp.MethodPromptsList, mcp.MethodResourcesList, mcp.MethodResourcesTemplatesList:
		return invalidParams("cursor is not one that this server gave: these lists have one page")
	case mcp.MethodCompletionComplete:
		return invalidParams("ref must be a ref/prompt or a ref/resource")
	}
	return nil
}
