// Package tools is the MCP side: the tools an assistant sees, with all the
// words it reads. It knows the client and nothing of HTTP.
//
// A tool is one file: arguments, result, words and a function. It is added to
// the list [all].
package tools

import (
	_ "embed"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
	"github.com/rs/zerolog"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
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
	Access acronis.Access

	// NoAsk has what needs the person's consent done without asking.
	NoAsk bool

	// Demo has it done without asking where the client can't ask: nothing is real.
	Demo bool

	// Files keeps stored reports that were downloaded; nil keeps them until the process ends.
	Files *store.Files

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

// hour is in the milliseconds of cache hints: the lists stay as they are while
// the program runs, and a new version should be seen soon.
const hour = 60 * 60 * 1000

//go:embed instructions.md
var instructions string

// service is what the tools share.
type service struct {
	Options
	tenants       *tenants.Cache
	figures       *figures.Engine
	confirmations *confirmations
	recentReports recentReports
	failures      tenantFailures // of completion
	creating      chan struct{}  // a lock of prepare_months that ends with a context
}

func newService(o Options) *service {
	if o.Files == nil {
		o.Files = &store.Files{}
	}
	s := &service{Options: o, tenants: tenants.NewCache(o.Client, o.TenantID), confirmations: newConfirmations(), creating: make(chan struct{}, 1)}
	s.figures = &figures.Engine{
		Client: o.Client, Tenants: s.tenants, Files: o.Files,
		OnProgress: showProgress, OnReport: s.recentReports.note,
	}
	return s
}

// all is the list of tools, in the order in which clients see them.
var all = []interface {
	serve(*service) (entry, error)
}{
	findTenants,
	listReports,
	getReport,
	getReportVersion,
	createReport,
	waitForReport,
	updateReport,
	deleteReports,
	prepareMonths,
	summarizeUsage,
	compareUsage,
	exportUsage,
	getCurrentUsage,
}

// NewServer returns an MCP server with all tools, ready for a transport.
func NewServer(o Options) *server.MCPServer {
	s := newService(o)
	var served []server.ServerTool
	var disabled []string
	for _, tool := range all {
		e, err := tool.serve(s)
		if err != nil {
			panic(err) // the program was built without one of its files
		}
		served = append(served, e.ServerTool)
		if e.access > s.Access {
			disabled = append(disabled, e.Tool.Name)
		}
	}
	hooks := &server.Hooks{}
	hide(hooks, disabled)
	keepPicture(hooks)
	setErrorCodes(hooks)
	m := server.NewMCPServer("acronis-reports-mcp", o.Version,
		server.WithTitle("Acronis usage reports: "+o.DataCentre),
		server.WithInstructions(strings.ReplaceAll(strings.TrimSpace(instructions), "{{data centre}}", o.DataCentre)),
		server.WithToolCapabilities(false), // the lists never change
		server.WithResourceCapabilities(false, false),
		server.WithPromptCapabilities(false),
		server.WithCompletions(),
		server.WithPromptCompletionProvider(completer{s}),
		server.WithResourceCompletionProvider(completer{s}),
		server.WithMethodCacheHints(mcp.MethodToolsList, hour, mcp.CacheScopePrivate),
		server.WithMethodCacheHints(mcp.MethodPromptsList, hour, mcp.CacheScopePrivate),
		server.WithMethodCacheHints(mcp.MethodResourcesList, hour, mcp.CacheScopePrivate),
		server.WithMethodCacheHints(mcp.MethodResourcesTemplatesList, hour, mcp.CacheScopePrivate),
		server.WithExtensions(map[string]any{appExtension: map[string]any{}}),
		server.WithHooks(hooks),
	)
	m.AddTools(served...)
	m.AddResources(picture())
	s.addResources(m)
	s.addPrompts(m)
	return m
}
