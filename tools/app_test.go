package tools_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/tools"
)

// What clients of both eras put into their requests, and what they greet with.
var eras = map[string]struct{ meta, hello, greeting string }{
	"2025-11-25": {"", "initialize", `"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}`},
	"2026-07-28": {`"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},` +
		`"io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"}}`, "server/discover", ""},
}

// ask makes a request in an era and decodes its result.
func ask(t *testing.T, era, method, params string, into any) {
	t.Helper()
	m := tools.NewServer(tools.Options{DataCentre: "eu2-cloud.acronis.com"})
	if meta := eras[era].meta; meta != "" && params != "" {
		params += "," + meta
	} else {
		params += meta
	}
	answer, ok := m.HandleMessage(t.Context(), json.RawMessage(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":{%s}}`, method, params))).(mcp.JSONRPCResponse)
	if !ok {
		t.Fatalf("%s was refused", method)
	}
	raw, err := json.Marshal(answer.Result)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func TestPicture(t *testing.T) {
	for era, say := range eras {
		t.Run(era, func(t *testing.T) {
			var hello struct {
				Capabilities struct{ Resources, Extensions map[string]any }
			}
			ask(t, era, say.hello, say.greeting, &hello)
			if resources := hello.Capabilities.Resources; resources == nil || resources["subscribe"] == true || resources["listChanged"] == true {
				t.Errorf("capability resources is %v, want it on, with nothing in it", resources)
			}
			if _, ok := hello.Capabilities.Extensions["io.modelcontextprotocol/ui"]; !ok {
				t.Error("the extension is not declared")
			}

			type meta struct {
				UI *struct {
					ResourceURI   string          `json:"resourceUri"`
					CSP           json.RawMessage `json:"csp"`
					PrefersBorder bool            `json:"prefersBorder"`
				} `json:"ui"`
			}
			var list struct {
				Tools []struct {
					Name string
					Meta meta `json:"_meta"`
				}
			}
			ask(t, era, "tools/list", "", &list)
			uris := map[string]string{}
			for _, tool := range list.Tools {
				if tool.Meta.UI != nil {
					uris[tool.Name] = tool.Meta.UI.ResourceURI
				}
			}
			const uri = "ui://acronis/usage"
			if diff := cmp.Diff(map[string]string{"compare_usage": uri, "get_current_usage": uri, "summarize_usage": uri}, uris); diff != "" {
				t.Errorf("tools with a picture (-want +got):\n%s", diff)
			}

			var resources struct {
				Resources []struct {
					URI  string
					Meta meta `json:"_meta"`
				}
			}
			ask(t, era, "resources/list", "", &resources)
			if r := resources.Resources; len(r) != 1 || r[0].URI != uri || r[0].Meta.UI == nil || string(r[0].Meta.UI.CSP) != "{}" || !r[0].Meta.UI.PrefersBorder {
				t.Errorf("the list has %+v", r)
			}

			var read struct {
				TTLMs    *int64
				Contents []struct {
					URI, MIMEType, Text string
					Meta                meta `json:"_meta"`
				}
			}
			ask(t, era, "resources/read", fmt.Sprintf(`"uri":%q`, uri), &read)
			if len(read.Contents) != 1 {
				t.Fatalf("%d contents, want 1", len(read.Contents))
			}
			page := read.Contents[0]
			if page.URI != uri || page.MIMEType != "text/html;profile=mcp-app" || page.Meta.UI == nil || string(page.Meta.UI.CSP) != "{}" {
				t.Errorf("got %s of type %s, with %+v", page.URI, page.MIMEType, page.Meta.UI)
			}
			if modern := era == "2026-07-28"; (read.TTLMs != nil) != modern || modern && *read.TTLMs != 3600000 {
				t.Errorf("the page may be kept for %v ms", read.TTLMs)
			}
		})
	}
}

// TestPictureLoadsNothing looks for everything that could load or link to
// something in the page. Its scripts contain some addresses, which are names of
// XML vocabularies and are never requested.
func TestPictureLoadsNothing(t *testing.T) {
	var read struct{ Contents []struct{ Text string } }
	ask(t, slices.Sorted(maps.Keys(eras))[0], "resources/read", `"uri":"ui://acronis/usage"`, &read)
	page := read.Contents[0].Text
	if !strings.HasPrefix(page, "<!doctype html>") || len(page) > 300_000 {
		t.Errorf("a page of %d bytes that begins %.20q; want HTML of at most 300,000", len(page), page)
	}
	loads := regexp.MustCompile(`(?i)<(link|a|img|iframe|object|embed|base|form|audio|video)[\s>]|<script[^>]*\ssrc|\shref=|@import|\burl\(\s*["']?(https?:|//|data:)|\b(fetch|import)\(["'` + "`" + `]|new (XMLHttpRequest|WebSocket|EventSource|Worker)\b|sendBeacon|http-equiv`)
	for _, found := range loads.FindAllStringIndex(page, -1) {
		t.Errorf("it may load something: …%s…", page[max(0, found[0]-40):min(len(page), found[1]+40)])
	}
}
