package tools

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/escape"
	"acronis-reports-mcp/figures/tenants"
	"acronis-reports-mcp/interrupt"
)

const (
	maxCompletions = 100 // the limit of the protocol
	monthsOffered  = 24
	completeLimit  = 2 * time.Second
)

// completer completes the arguments of prompts and resource templates, if
// possible from what is cached. If it can't find out the values, it offers
// nothing.
type completer struct{ *service }

// CompletePromptArgument offers tenants and months.
func (c completer) CompletePromptArgument(ctx context.Context, name string, a mcp.CompleteArgument, other mcp.CompleteContext) (*mcp.Completion, error) {
	i := slices.IndexFunc(prompts, func(p prompt) bool { return p.name == name })
	if i < 0 {
		return nil, invalidParams("there is no prompt " + escape.Quote(name))
	}
	if !slices.ContainsFunc(prompts[i].arguments, func(known mcp.PromptArgument) bool { return known.Name == a.Name }) {
		return nil, invalidParams(name + " has no argument " + escape.Quote(a.Name))
	}
	switch {
	case c.Client == nil:
		return &mcp.Completion{}, nil
	case a.Name == "tenant":
		return offer(ctx, a.Value, c.tenantNames(ctx)), nil
	}
	months := wholeMonths()
	if a.Name == "after" {
		before := RespelledMonth(strings.TrimSpace(other.Arguments["before"]))
		months = slices.DeleteFunc(months, func(month string) bool { return month <= before })
	}
	offered := offer(ctx, a.Value, months)
	if offered.Total == 0 { // such as for "Oct 2026"; "2026-1" may be the beginning of 2026-10
		offered = offer(ctx, RespelledMonth(strings.TrimSpace(a.Value)), months)
	}
	return offered, nil
}

// CompleteResourceArgument offers recent reports, and no stored reports.
func (c completer) CompleteResourceArgument(ctx context.Context, uri string, a mcp.CompleteArgument, _ mcp.CompleteContext) (*mcp.Completion, error) {
	if uri != reportURI && uri != storedURI {
		return nil, invalidParams("there is no resource template " + escape.Quote(uri))
	}
	if !strings.Contains(uri, "{"+a.Name+"}") {
		return nil, invalidParams(uri + " has no argument " + escape.Quote(a.Name))
	}
	if a.Name != "report_id" {
		return &mcp.Completion{}, nil
	}
	return offer(ctx, a.Value, c.recentReports.latest()), nil
}

// tenantFailures remembers when reading the tenants last failed. Otherwise
// every keystroke would try again.
type tenantFailures struct {
	mu   sync.Mutex
	last time.Time
}

func (f *tenantFailures) note() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = time.Now()
}

func (f *tenantFailures) recent() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return time.Since(f.last) < time.Minute
}

func (c completer) tenantNames(ctx context.Context) []string {
	if c.failures.recent() {
		return nil
	}
	asked, cancel := context.WithTimeout(ctx, completeLimit)
	defer cancel()
	tree, err := c.tenants.Tree(c.Memory.With(asked))
	if err != nil {
		if ctx.Err() == nil { // not cancelled by the client
			c.failures.note()
		}
		return nil
	}
	names, err := tree.Names(asked)
	if err != nil {
		return nil
	}
	return names
}

// wholeMonths returns the last complete months, the newest first.
func wholeMonths() []string {
	now := time.Now().UTC()
	var months []string
	for i := range monthsOffered {
		months = append(months, time.Date(now.Year(), now.Month()-1-time.Month(i), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"))
	}
	return months
}

// offer returns the values that begin with what was typed, and then those that
// contain it; if the context ends, those found so far.
func offer(ctx context.Context, typed string, all []string) *mcp.Completion {
	typed = tenants.Fold(typed)
	var begin, inside []string
	check := interrupt.New(ctx)
	for _, value := range all {
		if check.Err() != nil {
			break
		}
		value = escape.Text(value)
		switch at := strings.Index(tenants.Fold(value), typed); {
		case at == 0:
			begin = append(begin, value)
		case at > 0:
			inside = append(inside, value)
		}
	}
	found := append(begin, inside...)
	return &mcp.Completion{Values: found[:min(len(found), maxCompletions)], Total: len(found), HasMore: len(found) > maxCompletions}
}
