package usage_test

import (
	"context"
	"errors"
	"testing"

	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// A refusal says how much the whole question would need, not only the part that was
// read.
func TestMemoryError(t *testing.T) {
	const rows = 200_000
	err := memory.Do(memory.New(4<<20).With(t.Context()), func(ctx context.Context) error {
		_, err := usage.Summarize(ctx, generate(rows), usage.Query{By: []usage.Key{usage.ByTenant}, RoleOf: everything})
		return err
	})
	var part, whole, months *usage.MemoryError
	if !errors.As(err, &part) || part.Groups == 0 || part.Tenants == 0 || part.Tenants >= rows/20 || part.Err.Needed <= part.Err.Limit {
		t.Fatalf("got %v", err)
	}
	if !errors.As(usage.Extrapolate(err, float64(part.Tenants)/(rows/20)), &whole) || whole.Tenants < rows/20-1 || whole.Tenants > rows/20 {
		t.Errorf("of the whole file: %v", whole)
	}
	if by := whole.Err.Needed - part.Err.Needed; by != whole.Bytes-part.Bytes {
		t.Errorf("the whole file needs %d bytes more, want %d", by, whole.Bytes-part.Bytes)
	}
	if !errors.As(usage.ExtrapolateFiles(whole, 1, 4), &months) || months.Groups != 4*whole.Groups || months.Err.Needed < 2*whole.Err.Needed-4 {
		t.Errorf("of four months: %v", months)
	}
	other := errors.New("another error")
	if usage.Extrapolate(other, 0.5) != other || usage.ExtrapolateFiles(other, 0, 2) != other {
		t.Error("another error was changed")
	}
}
