package figures

import (
	"context"
	"errors"

	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// How much memory an answer uses beside the summary, in bytes, until its groups
// are in order.
const (
	answerTenantBytes = 250
	answerGroupBytes  = 60
)

// reserve reserves memory for what is made of a summary.
func reserve(ctx context.Context, s *usage.Summary, bytes int) error {
	err := memory.Reserve(ctx, int64(bytes))
	if limit := (*memory.LimitError)(nil); errors.As(err, &limit) {
		return &usage.MemoryError{Groups: s.Groups.Len(), Tenants: s.Tenants.Len(), Bytes: int64(bytes), Err: limit}
	}
	return err
}

// estimated extrapolates from the part of a file that was read how much memory
// the whole would need.
func estimated(err error, file *store.File) error {
	var large *usage.MemoryError
	if !errors.As(err, &large) {
		return err
	}
	part := file.Part()
	scale := func(n int64) int64 { return int64(float64(n) / part) }
	limit := *large.Err
	limit.Needed += scale(large.Bytes) - large.Bytes
	return &usage.MemoryError{Groups: int(scale(int64(large.Groups))), Tenants: int(scale(int64(large.Tenants))), Bytes: scale(large.Bytes), Err: &limit}
}
