package doctor

import (
	"context"
	"errors"
	"time"

	"acronis-reports-mcp/acronis"
)

// costs reads the vendor's price list of the last month, if it is what usage costs.
func (c *checker) costs(ctx context.Context) Finding {
	switch {
	case c.Costs != "":
		return skip("they come from a file")
	case !c.CostsAPI:
		return skip("not set: price_usage has no costs")
	}
	month := time.Now().UTC().AddDate(0, 0, -time.Now().UTC().Day()).Format("2006-01")
	lists, err := c.Client.GetPriceLists(ctx, c.tenant, []string{month})
	switch {
	case errors.Is(err, acronis.ErrNoPriceRole):
		return fail("give the API client the role price_list_reader, or use --costs FILE", "%v", err)
	case err != nil:
		return fail("try again, or use --costs FILE", "%v", err)
	case len(lists) == 0:
		return warn("the vendor may not have published it yet", "there is no price list for %s", month)
	}
	return ok("price list %s of %s in %s with %d prices", lists[0].Code, month, lists[0].Currency, len(lists[0].Prices))
}
