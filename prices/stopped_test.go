package prices_test

import (
	"context"
	"fmt"
	"math"
	"strings"
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

// A lookedAtContext ends when its error has been looked at some times.
type lookedAtContext struct {
	context.Context
	looks, most int
}

func (c *lookedAtContext) Err() error {
	if c.looks++; c.looks > c.most {
		return context.Canceled
	}
	return nil
}

// The rows of a large list are looked at no longer than the call lasts.
func TestStoppedAtRows(t *testing.T) {
	const n = 20_000
	var text strings.Builder
	text.WriteString("kind,item,included,pool,per,price,currency\n")
	for i := range n {
		fmt.Fprintf(&text, "price,item%d,5/item%d,,GiB,1,EUR\n", i, i)
	}
	list := parse(t, text.String())
	looks := func(most int) (int, error) {
		ctx := &lookedAtContext{t.Context(), 0, most}
		_, err := prices.Price(ctx, list, month(t, "e storage 5 GiB"))
		return ctx.looks, err
	}
	all, err := looks(math.MaxInt)
	if err != nil || all < 3*n/256 { // once for the rows, and for the items and the terms that they name
		t.Errorf("%d looks, %v", all, err)
	}
	for part := range 4 {
		most := all * part / 4
		if got, err := looks(most); err != context.Canceled || got > most+20 {
			t.Errorf("%d looks instead of %d, %v", got, most, err)
		}
	}
}
