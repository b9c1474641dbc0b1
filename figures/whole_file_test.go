package figures

import (
	"context"
	"errors"
	"testing"
)

// A call that is canceled doesn't wait for the files that other calls unpack.
func TestUnpackWholeEndsWithItsCall(t *testing.T) {
	for range cap(wholeFiles) {
		wholeFiles <- struct{}{}
		defer func() { <-wholeFiles }()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := unpackWhole(ctx, nil, 1<<20); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
