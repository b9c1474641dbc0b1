package prices_test

import (
	"context"
	"testing"

	"acronis-reports-mcp/prices"
)

// Work on a month ends between two of its steps.
func TestStopped(t *testing.T) {
	list := parse(t, "item,per,price,currency\nstorage,GiB,1,EUR")
	for _, steps := range []int{0, 1, 3} {
		m, done := month(t, ""), 0
		m.Stopped = func() error {
			if done++; done > steps {
				return context.Canceled
			}
			return nil
		}
		if _, err := prices.Price(list, m); err != context.Canceled || done != steps+1 {
			t.Errorf("to stop after %d steps: %v after %d", steps, err, done-1)
		}
	}
}
