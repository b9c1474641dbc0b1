package prices

import (
	"context"
	"errors"
)

// Checked is what is wrong or surprising in a price list, given a month.
type Checked struct {
	Faults []Fault  // of the file, and of the names in it
	Result *Result  // of the month, with lines without a price and unknown names; nil if there are faults
	Unused []Unused // rows that apply in the month and make no difference

	// Included are the rows with included quantities. How the vendor pools them isn't documented for every package,
	// so the first invoice should be compared with the vendor's.
	Included []*Row
}

// Unused is a row that makes no difference in a month.
type Unused struct {
	Row    *Row
	Beaten bool // it fits something, but another row always beats it; else it fits nothing
}

// Check applies a price list to a month and reports everything that the user should look at. The error is a
// [*TwiceError], or that of the context.
func Check(ctx context.Context, list *List, m Month) (*Checked, error) {
	c := &Checked{Faults: list.Faults}
	for i := range list.Rows {
		if r := &list.Rows[i]; len(r.Included) > 0 {
			c.Included = append(c.Included, r)
		}
	}
	if len(list.Faults) > 0 {
		return c, nil
	}
	var err error
	var refused *FaultError
	if c.Result, err = Price(ctx, list, m); errors.As(err, &refused) {
		c.Faults = refused.Faults
		return c, nil
	} else if err != nil {
		return nil, err
	}
	used := c.Result.usedRows()
	for _, r := range c.Result.work.rows {
		if !used[r.Line] {
			c.Unused = append(c.Unused, Unused{r.Row, r.fitted})
		}
	}
	return c, nil
}

// usedRows returns the numbers of the rows that make a difference: they price lines, or are the reason why lines have
// no price.
func (r *Result) usedRows() map[int]bool {
	used := map[int]bool{}
	for _, a := range r.Accounts {
		for _, row := range a.Rows {
			used[row] = true
		}
		for _, c := range a.Charges {
			used[c.bound.Line] = true
		}
		for _, f := range a.Fee {
			used[f.Row.Line] = true
		}
		for _, d := range a.Discounts {
			used[d.Row.Line] = true
		}
		if a.Minimum != nil {
			used[a.Minimum.Line] = true
		}
	}
	for _, u := range r.Unpriced {
		for _, row := range u.Rows {
			used[row] = true
		}
	}
	return used
}
