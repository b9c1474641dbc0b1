// Package figures answers questions about usage from stored reports. It finds
// the report that has a tenant's month, decides whose rows count, adds them up,
// and says what speaks for and against the sums. It knows nothing of MCP.
package figures

import (
	"context"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
)

// Format is the one format that figures are read from.
const Format = "csv_v2_0"

// An Engine answers questions. It is safe for concurrent use.
type Engine struct {
	Client  *acronis.Client
	Tenants *tenants.Cache
	Files   *store.Files

	// OnProgress is called now and then while something takes long.
	OnProgress func(context.Context, Progress)

	// OnReport is called with the id of each report that was read.
	OnReport func(id string)

	reportCache    reportCache
	catalogueCache catalogueCache
	nameCache      nameCache
	rowTenants     tenantsByFile
	damaged        damagedFiles
}

// Progress is how far something has come.
type Progress struct {
	Stage       Stage
	Done, Total int64
}

// A Stage is what is under way.
type Stage int

// The stages.
const (
	Downloading    Stage = iota // bytes of a stored report
	ReadingReports              // reports of a tenant
)

func (e *Engine) progress(ctx context.Context, p Progress) {
	if e.OnProgress != nil {
		e.OnProgress(ctx, p)
	}
}
