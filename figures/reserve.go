package figures

import (
	"context"
	"errors"

	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// answerBytes returns how much memory an answer uses beside the summary, in bytes,
// until its groups are in order.
func answerBytes(q Question, s *usage.Summary) int {
	if !q.ByTenant() {
		return s.Tenants.Len() * 20
	}
	return s.Tenants.Len()*150 + s.Groups.Len()*60
}

// reserve reserves memory for what is made of a summary.
func reserve(ctx context.Context, s *usage.Summary, bytes int) error {
	err := memory.Reserve(ctx, int64(bytes))
	if limit := (*memory.LimitError)(nil); errors.As(err, &limit) {
		return &usage.MemoryError{Groups: s.Groups.Len(), Tenants: s.Tenants.Len(), Bytes: int64(bytes), Err: limit}
	}
	return err
}
