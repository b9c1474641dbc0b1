package tools

import (
	"context"
	"fmt"
	"slices"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis"
)

// disabled responds to a call of a tool that needs a higher access level. It
// says why the tool can't be called; mcp-go would respond as if the tool didn't
// exist.
func (s *service) disabled(name string, needs acronis.Access) server.ToolHandlerFunc {
	return func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		s.Log.Info().Str("tool", name).Str("outcome", "disabled").Msg("tools/call")
		return mcp.NewToolResultError(fmt.Sprintf("%s was not called, because this server was started with access %s. Trying again won't help: "+
			"the user can start it with --access %s, or ACRONIS_ACCESS=%s.", name, s.Access, needs, needs)), nil
	}
}

// hide removes tools that need a higher access level from the list.
func hide(hooks *server.Hooks, disabled []string) {
	hooks.AddAfterListTools(func(_ context.Context, _ any, _ *mcp.ListToolsRequest, result *mcp.ListToolsResult) {
		result.Tools = slices.DeleteFunc(result.Tools, func(t mcp.Tool) bool { return slices.Contains(disabled, t.Name) })
	})
}
