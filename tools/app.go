package tools

import (
	"context"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/app"
)

// Names from the extension MCP Apps
// (https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx).
const (
	appExtension = "io.modelcontextprotocol/ui"
	appType      = "text/html;profile=mcp-app"
	pictureURI   = "ui://acronis/usage"
)

// pictureMeta links a tool to the page that shows its results. Hosts without
// MCP Apps ignore it.
func pictureMeta() *mcp.Meta {
	return mcp.NewMetaFromMap(map[string]any{"ui": map[string]any{"resourceUri": pictureURI}})
}

// pageMeta is what hosts must know about the page before they read it and when
// they show it. With an empty csp the page can't load anything or connect to
// anything.
var pageMeta = map[string]any{"ui": map[string]any{"csp": map[string]any{}, "prefersBorder": true}}

// picture is the page.
func picture() server.ServerResource {
	return server.ServerResource{
		Resource: mcp.Resource{
			URI: pictureURI, Name: "usage_picture", Title: "Picture of usage",
			Description: "Shows usage, current usage, comparisons and charges as a chart", MIMEType: appType,
			Meta: mcp.NewMetaFromMap(pageMeta),
		},
		Handler: func(context.Context, mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
			return []mcp.ResourceContents{mcp.TextResourceContents{URI: pictureURI, MIMEType: appType, Text: app.HTML, Meta: pageMeta}}, nil
		},
	}
}

// cachePicture lets clients of 2026-07-28 cache the page, which doesn't change,
// unlike what is read from the data centre.
func cachePicture(hooks *server.Hooks) {
	hooks.AddAfterReadResource(func(ctx context.Context, _ any, r *mcp.ReadResourceRequest, result *mcp.ReadResourceResult) {
		if info := server.RequestProtocolInfoFromContext(ctx); r.Params.URI == pictureURI && info != nil && info.Modern {
			result.SetCacheHints(hour, mcp.CacheScopePrivate)
		}
	})
}
