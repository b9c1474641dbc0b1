package tools

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
)

const (
	mostCompleted = 100 // values, by the protocol
	monthsOffered = 24
	completeLimit = 2 * time.Second
)

// completer completes the arguments of prompts and resource templates, from
// what is kept as far as possible. What it can't find out it doesn't offer.
type completer struct{ *service }

// CompletePromptArgument offers tenants and months.
func (c completer) CompletePromptArgument(ctx context.Context, _ string, a mcp.CompleteArgument, _ mcp.CompleteContext) (*mcp.Completion, error) {
	if c.Client == nil {
		return &mcp.Completion{}, nil
	}
	if a.Name == "tenant" {
		return offer(a.Value, c.tenantNames(ctx)), nil
	}
	return offer(a.Value, wholeMonths()), nil
}

// CompleteResourceArgument offers reports that were seen, and the files of one.
func (c completer) CompleteResourceArgument(ctx context.Context, _ string, a mcp.CompleteArgument, other mcp.CompleteContext) (*mcp.Completion, error) {
	if c.Client == nil {
		return &mcp.Completion{}, nil
	}
	if a.Name == "report_id" {
		return offer(a.Value, c.seenReports()), nil
	}
	return offer(a.Value, c.storedReports(ctx, other.Arguments["report_id"])), nil
}

func (c completer) tenantNames(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, completeLimit)
	defer cancel()
	t, err := c.tree(ctx, freshFor)
	if err != nil {
		return nil
	}
	var names []string
	for _, tenant := range t.all {
		if tenant.DeletedAt == "" && !slices.Contains(names, tenant.Name) {
			names = append(names, tenant.Name)
		}
	}
	return names
}

// wholeMonths are the last months that are over, newest first.
func wholeMonths() []string {
	now := time.Now().UTC()
	var months []string
	for i := range monthsOffered {
		months = append(months, time.Date(now.Year(), now.Month()-1-time.Month(i), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"))
	}
	return months
}

func (c completer) seenReports() []string {
	var ids []string
	for id := range c.oneOffs.byID.Range {
		ids = append(ids, id.(string))
	}
	return slices.Sorted(slices.Values(ids))
}

func (c completer) storedReports(ctx context.Context, reportID string) []string {
	id, ok := parseUUID(reportID)
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, completeLimit)
	defer cancel()
	stored, err := c.Client.GetStoredReports(ctx, string(id))
	if err != nil {
		return nil
	}
	var ids []string
	for _, s := range stored {
		if s.ID != "" {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// offer are the values that begin as was typed, then those that have it elsewhere.
func offer(typed string, all []string) *mcp.Completion {
	var begin, inside []string
	for _, value := range all {
		value = clean(value)
		switch at := strings.Index(fold(value), fold(typed)); {
		case at == 0:
			begin = append(begin, value)
		case at > 0:
			inside = append(inside, value)
		}
	}
	found := append(begin, inside...)
	return &mcp.Completion{Values: found[:min(len(found), mostCompleted)], Total: len(found), HasMore: len(found) > mostCompleted}
}
