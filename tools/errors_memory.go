package tools

import (
	"errors"
	"fmt"

	"acronis-reports-mcp/memory"
	"acronis-reports-mcp/usage"
)

// memoryRefusal explains why a call needs more memory than it may have.
func memoryRefusal(_ string, err error) (text string, ok bool) {
	var (
		limit *memory.LimitError
		large *usage.MemoryError
	)
	if !errors.As(err, &limit) {
		return "", false
	}
	setting := fmt.Sprintf("Or the user can start the server with --memory %d, or with ACRONIS_MEMORY.", roundUp(limit.ProcessNeeds()>>20, 64))
	what, less := "This call", "Ask for less at once: fewer months, or a narrower filter."
	if errors.As(err, &large) {
		what = fmt.Sprintf("Adding up about %d tenants", large.Tenants)
		if large.Groups > 0 {
			what = fmt.Sprintf("Adding up about %d groups of %d tenants", large.Groups, large.Tenants)
		}
		less = "Group by fewer keys, such as without tenant, filter by usages or customers, or ask for fewer months."
	}
	return fmt.Sprintf("%s needs about %d MiB of memory, and %d MiB are the most that a call may have here. %s %s",
		what, roundUp(limit.Needed>>20, 1), limit.Limit>>20, less, setting), true
}

// roundUp returns the next multiple of a number.
func roundUp(n, multiple int64) int64 { return (n/multiple + 1) * multiple }
