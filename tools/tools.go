// Package tools has the tools, prompts and resources that an assistant sees,
// with all texts that it reads. It does not use HTTP or files itself.
//
// A tool is one file with its arguments, result, texts and function, and one
// line in the list [all].
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
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/sheets"
)

// Options configure a server.
type Options struct {
	// Client is for the data centre; nil if the settings don't allow one.
	Client *acronis.Client

	// Problem is the answer to every call if Client is nil.
	Problem string

	// DataCentre is the name of the data centre, such as eu2-cloud.acronis.com.
	DataCentre string

	// Reword names in errors what the data centre and the API client come from, if
	// not from variables of the environment; nil if they do.
	Reword func(text string) string

	// TenantID is the tenant that tools use by default; "" means that of the API client.
	TenantID string

	// Access is what tools may do.
	Access acronis.Access

	// NoAsk lets tools do without confirmation what the user would have to
	// confirm.
	NoAsk bool

	// Demo does the same if the client can't ask, because no data is real.
	Demo bool

	// Files keeps downloaded stored reports; nil keeps them until the process ends.
	Files *store.Files

	// ExportDir is the folder that export_usage writes to; "" means nowhere.
	ExportDir string

	// NoNames leaves names out of files in the layout dataset.
	NoNames bool

	// PriceList returns the price list as it is now; nil means that there is none.
	PriceList func() (*prices.List, error)

	// CostList returns the list of costs as it is now; nil means that there is none.
	// CostsAPI means that the vendor's price lists are the costs.
	CostList func() (*prices.List, error)
	CostsAPI bool

	// Invoice is what accounting software wants on invoices.
	Invoice Accounting

	// Version is the version of the program, for clients.
	Version string

	// Memory is what all calls together may use; nil means no limit.
	Memory *memory.Budget

	// Log gets one line for each call.
	Log zerolog.Logger
}

// Accounting is what accounting software wants on invoices.
type Accounting = sheets.Accounting

// callTimeout is how long a call may take. Many MCP clients give up after a
// minute, and would never see the reason.
const callTimeout = 50 * time.Second

// maxArguments is how many bytes of arguments a call may have. Names and patterns are
// compared with everything there is, and a line may have 4 MiB of them.
const maxArguments = 32 << 10

// hour is in milliseconds, for cache hints. The lists don't change while the
// program runs, but another version may have other lists.
const hour = 60 * 60 * 1000

//go:embed instructions.md
var instructions string

// service has what all tools share.
type service struct {
	Options
	tenants       *tenants.Cache
	figures       *figures.Engine
	confirmations *confirmations
	recentReports recentReports
	reportLocks   reportLocks
	failures      tenantFailures // of completion
	creating      chan struct{}  // a lock of prepare_months; waiting for it ends with a context
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
	serve(*service) entry
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
	priceUsage,
}

// NewServer returns an MCP server with all tools, ready for a transport.
func NewServer(o Options) *server.MCPServer {
	s := newService(o)
	var served []server.ServerTool
	var disabled []string
	for _, tool := range all {
		e := tool.serve(s)
		if e.missing {
			continue
		}
		served = append(served, e.ServerTool)
		if e.access > s.Access {
			disabled = append(disabled, e.Tool.Name)
		}
	}
	hooks := &server.Hooks{}
	hide(hooks, disabled)
	listSchemas(hooks)
	cachePicture(hooks)
	setErrorCodes(hooks)
	cutURI(hooks)
	m := server.NewMCPServer("acronis-reports-mcp", o.Version,
		server.WithTitle("Acronis usage reports: "+o.DataCentre),
		server.WithInstructions(instructionsFor(o)),
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

// priced reports whether there are prices or costs.
func (o Options) priced() bool { return o.PriceList != nil || o.CostList != nil || o.CostsAPI }

// NeedsPrices says what a tool needs that exists only with prices or costs; "" if the
// name is that of no such tool.
func NeedsPrices(name string) string {
	if name != priceUsage.name {
		return ""
	}
	return name + " needs a price list or costs: --prices FILE (ACRONIS_PRICES), --costs FILE or --costs api (ACRONIS_COSTS)"
}

// instructionsFor returns the instructions for models.
func instructionsFor(o Options) string {
	money := "Reports have no prices, and no price list is configured: say so if asked for money."
	if o.priced() {
		money = "For money, invoices and why an amount changed, call price_usage; never multiply yourself."
	}
	return strings.NewReplacer("{{data centre}}", o.DataCentre, "{{prices}}", money).Replace(strings.TrimSpace(instructions))
}
