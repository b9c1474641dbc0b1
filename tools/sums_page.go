package tools

import (
	"context"
	"fmt"
	"slices"

	"acronis-reports-mcp/figures"
)

// sumsPage is the page of the sums that a call asks for.
type sumsPage struct {
	page
	order     []figures.Place // of all sums
	id        func(i int) string
	arguments any
}

// places returns the places of the sums on the page.
func (p *sumsPage) places() []figures.Place { return p.order[p.from:p.to] }

// pageOf returns the page of sums.
func (in summarizeUsageIn) pageOf(ctx context.Context, m *months) (*sumsPage, error) {
	order, err := figures.Order(ctx, m.answers, nil, in.Order == "name")
	if err != nil {
		return nil, err
	}
	order = slices.DeleteFunc(order, m.isZero)
	asked := in
	asked.paging = paging{}
	p := &sumsPage{order: order, arguments: []any{asked, m.storedIDs()}}
	p.id = func(i int) string { return fmt.Sprint(order[i].Answer, "|", keyOf(m.group(order[i]))) }
	p.page, err = in.page(len(order), p.id, p.arguments)
	return p, err
}
