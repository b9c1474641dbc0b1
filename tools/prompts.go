package tools

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/escape"
)

// A prompt is a conversation that a user can start from a menu.
type prompt struct {
	name, title, description string
	arguments                []mcp.PromptArgument
	text                     string // with {{argument}}
	priced                   string // what follows if there is a price list
}

var (
	tenantArgument = mcp.PromptArgument{Name: "tenant", Description: "Name or UUID; default: your own tenant"}

	//go:embed prompts/close_month.md
	closeMonth string
	//go:embed prompts/close_month_invoices.md
	closeMonthInvoices string
	//go:embed prompts/explain_change.md
	explainChange string
	//go:embed prompts/check_trials.md
	checkTrials string
	//go:embed prompts/clean_up_reports.md
	cleanUpReports string
)

var prompts = []prompt{
	{
		name: "close_month", title: "Close a month", description: "Get the figures of a month checked and explained, ready for billing.",
		arguments: []mcp.PromptArgument{tenantArgument, {Name: "month", Description: "YYYY-MM", Required: true}},
		text:      closeMonth,
		priced:    closeMonthInvoices,
	},
	{
		name: "explain_change", title: "Explain a change", description: "Find out what changed between two months, and why.",
		arguments: []mcp.PromptArgument{tenantArgument, {Name: "before", Description: "YYYY-MM", Required: true}, {Name: "after", Description: "YYYY-MM", Required: true}},
		text:      explainChange,
	},
	{
		name: "check_trials", title: "Check trials", description: "Find the customers on trial, since when, and what they use.",
		arguments: []mcp.PromptArgument{tenantArgument},
		text:      checkTrials,
	},
	{
		name: "clean_up_reports", title: "Clean up reports", description: "Find one-off reports that are no longer needed, and delete those that you choose.",
		arguments: []mcp.PromptArgument{tenantArgument},
		text:      cleanUpReports,
	},
}

func (s *service) addPrompts(m *server.MCPServer) {
	for _, p := range prompts {
		if s.PriceList != nil && p.priced != "" {
			p.text = strings.TrimSpace(p.text) + "\n\n" + strings.TrimSpace(p.priced)
		}
		m.AddPrompt(mcp.Prompt{Name: p.name, Title: p.title, Description: p.description, Arguments: p.arguments}, p.get)
	}
}

// get returns a prompt with its arguments filled in.
func (p prompt) get(_ context.Context, r mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
	var fill []string
	months := map[string]string{}
	for _, a := range p.arguments {
		value := strings.TrimSpace(r.Params.Arguments[a.Name])
		switch {
		case a.Name == "tenant" && value == "":
			value = "my own tenant"
		case a.Name == "tenant":
			value = "the tenant " + escape.Quote(value)
		case value == "":
			return nil, invalidParams(a.Name + " is missing: give a month such as 2026-10")
		default:
			value = RespelledMonth(value)
			if month := formats["month"]; !month.valid(value) {
				return nil, invalidParams(fmt.Sprintf("%s must be %s, not %s", a.Name, month.words, describe(value)))
			}
			if _, err := periodOf(value, "", ""); err != nil {
				return nil, invalidParams(a.Name + ": " + err.Error())
			}
			months[a.Name] = value
		}
		fill = append(fill, "{{"+a.Name+"}}", value)
	}
	if before, after := months["before"], months["after"]; before != "" && after <= before {
		return nil, invalidParams(fmt.Sprintf("after must be a later month than before: %s is not later than %s", after, before))
	}
	text := strings.TrimSpace(strings.NewReplacer(fill...).Replace(p.text)) // all at once, because a name may look like an argument
	return mcp.NewGetPromptResult(p.description, []mcp.PromptMessage{mcp.NewPromptMessage(mcp.RoleUser, mcp.NewTextContent(text))}), nil
}
