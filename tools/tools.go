// Package tools is the MCP side: the tools an assistant sees, with all the
// words it reads. It knows the client and nothing of HTTP.
//
// A tool is one file: arguments, result, words and a function. It is added to
// the list in [service.all].
package tools

import (
	_ "embed"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/server"
	"github.com/rs/zerolog"

	"acronis-reports-mcp/acronis"
)

// Options says what a server works with.
type Options struct {
	// Client reaches the data centre; nil if the settings don't allow one.
	Client *acronis.Client

	// Problem is what every call is answered with while Client is nil.
	Problem string

	// DataCentre names the place asked, such as eu2-cloud.acronis.com.
	DataCentre string

	// TenantID is the tenant that the credentials belong to; "" means: ask.
	TenantID string

	// Access is what tools may do.
	Access Access

	// NoAsk has what needs the person's consent done without asking.
	NoAsk bool

	// Demo has it done without asking where the client can't ask: nothing is real.
	Demo bool

	// Files keeps stored reports that were downloaded.
	Files *Files

	// ExportDir is the folder that export_usage writes to; "" means nowhere.
	ExportDir string

	// Version of this program, as told to MCP clients.
	Version string

	// Log gets one line a call.
	Log zerolog.Logger
}

// callTimeout bounds a call. Many MCP clients give up after a minute, and then
// the reason would reach no one.
const callTimeout = 50 * time.Second

//go:embed instructions.md
var instructions string

// service is what the tools share.
type service struct {
	Options
	forest    *forest
	seal      *seal
	oneOffs   oneOffs
	saidUnits saidUnits
}

// all is the list of tools, in the order in which clients see them.
func (s *service) all() []entry {
	return []entry{
		findTenants.serve(s),
		listReports.serve(s),
		getReport.serve(s),
		getReportVersion.serve(s),
		createReport.serve(s),
		waitForReport.serve(s),
		updateReport.serve(s),
		deleteReports.serve(s),
		prepareMonths.serve(s),
		summarizeUsage.serve(s),
		compareUsage.serve(s),
		exportUsage.serve(s),
		getCurrentUsage.serve(s),
	}
}

// NewServer returns an MCP server with all tools, ready for a transport.
func NewServer(o Options) *server.MCPServer {
	s := &service{Options: o, forest: newForest(), seal: newSeal()}
	var all []server.ServerTool
	var withheld []string
	for _, e := range s.all() {
		all = append(all, e.ServerTool)
		if e.access > s.Access {
			withheld = append(withheld, e.Tool.Name)
		}
	}
	m := server.NewMCPServer("acronis-reports-mcp", o.Version,
		server.WithTitle("Acronis usage reports: "+o.DataCentre),
		server.WithInstructions(strings.ReplaceAll(strings.TrimSpace(instructions), "{{data centre}}", o.DataCentre)),
		server.WithToolCapabilities(false), // the list never changes
		server.WithResourceCapabilities(false, false),
		server.WithExtensions(map[string]any{appExtension: map[string]any{}}),
		hide(withheld),
	)
	m.AddTools(all...)
	m.AddResources(picture())
	return m
}
