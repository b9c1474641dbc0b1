package tools

import (
	"context"
	"errors"
	"fmt"

	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/prices"
)

// PriceMonth returns the usage of a month (YYYY-MM), or of the last complete month
// if it is "", as price_usage prices it, and the list of costs if there is one. The
// error is a text for the user.
func PriceMonth(ctx context.Context, o Options, month string) (m prices.Month, costs *prices.List, err error) {
	if o.Client == nil {
		return m, nil, errors.New(o.Problem)
	}
	s := newService(o)
	q := usageQuestion{}
	if month != "" {
		q.Months = []string{RespelledMonth(month)}
	}
	err = memory.Do(s.Memory.With(ctx), func(ctx context.Context) error {
		_, priced, err := q.pricedMonths(ctx, s, nil)
		if err != nil {
			return err
		}
		m = priced[0].usage
		if o.CostsAPI || o.CostList != nil {
			costs, err = s.costs(ctx, []string{m.Month})
		}
		return err
	})
	if err != nil {
		if missing := (*figures.MissingError)(nil); errors.As(err, &missing) && missing.Unusable == nil {
			month := missing.Period.Start[:len("2026-10")]
			return m, nil, fmt.Errorf("there is no usage_summary report for %s that can be read; to make it: call prepare_months months='[%q]'", month, month)
		}
		return m, nil, errors.New(s.explain(err))
	}
	return m, costs, nil
}
