package tools

import (
	"context"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/app"
)

// The words of the extension MCP Apps
// (https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx).
const (
	appExtension = "io.modelcontextprotocol/ui"
	appType      = "text/html;profile=mcp-app"
	pictureURI   = "ui://acronis/usage"
)

// pictured links a tool to the page that draws its results. Hosts without MCP Apps pass it over.
func pictured() *mcp.Meta {
	return mcp.NewMetaFromMap(map[string]any{"ui": map[string]any{"resourceUri": pictureURI}})
}

// picture is the page. An empty csp lets it load nothing and call nowhere.
func picture() server.ServerResource {
	return server.ServerResource{
		Resource: mcp.Resource{
			URI: pictureURI, Name: "usage_picture", Title: "Picture of usage",
			Description: "Draws the results of summarize_usage and compare_usage", MIMEType: appType,
		},
		Handler: func(context.Context, mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
			return []mcp.ResourceContents{mcp.TextResourceContents{
				URI: pictureURI, MIMEType: appType, Text: app.HTML,
				Meta: map[string]any{"ui": map[string]any{"csp": map[string]any{}, "prefersBorder": true}},
			}}, nil
		},
	}
}
