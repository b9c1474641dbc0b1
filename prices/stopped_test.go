package prices_test

import (
	"context"
	"testing"

	"acronis-reports-mcp/prices"
	"acronis-reports-mcp/usage"
)

// endingLines has many lines, and ends a context when one of them is read.
type endingLines struct {
	n, at int
	read  *int
	end   func()
}

func (l endingLines) Len() int { return l.n }

func (l endingLines) At(i int) usage.Group {
	if *l.read++; *l.read == l.at {
		l.end()
	}
	return usage.Group{Tenant: "a", Usage: "storage", Absolute: usage.Amounts{Production: usage.NewDecimal(1 << 30)}}
}

// Work ends soon after its context, whichever step it is in.
func TestStopped(t *testing.T) {
	list := parse(t, "item,per,price,currency\nstorage,GiB,1,EUR")
	const n = 10_000
	work := func(at int) (reads int, errs [2]error) {
		for i, price := range []func(context.Context, prices.Month) error{
			func(ctx context.Context, m prices.Month) error { _, err := prices.Price(ctx, list, m); return err },
			func(ctx context.Context, m prices.Month) error { _, err := prices.Cost(ctx, list, m); return err },
		} {
			ctx, cancel := context.WithCancel(t.Context())
			m := month(t, "")
			reads = 0
			m.Reports[0].Lines = endingLines{n, at, &reads, cancel}
			errs[i] = price(ctx, m)
			cancel()
		}
		return reads, errs
	}
	all, errs := work(-1)
	if errs != [2]error{} {
		t.Fatal(errs)
	}
	for part := range 8 {
		at := all*part/8 + 1
		reads, errs := work(at)
		if errs != [2]error{context.Canceled, context.Canceled} || reads > at+n/4 {
			t.Errorf("to end at read %d of %d: %v after %d", at, all, errs, reads)
		}
	}
}

// Groups, changes and costs end with their context.
func TestGroupsStopped(t *testing.T) {
	r := price(t, "item,per,price,currency\nstorage,GiB,1,EUR", "e storage 5 GiB\na storage 3 GiB")
	c, err := prices.Cost(t.Context(), parse(t, "item,per,price,currency\nstorage,GiB,1,EUR"), month(t, "e storage 5 GiB"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Groups(ctx, prices.ByLine, all); err != context.Canceled {
		t.Error("groups:", err)
	}
	if _, err := prices.Compare(ctx, r, r, r, prices.ByLine, all); err != context.Canceled {
		t.Error("changes:", err)
	}
	if _, err := c.By(ctx, prices.ByLine, r, all); err != context.Canceled {
		t.Error("costs:", err)
	}
}
