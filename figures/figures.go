// Package figures answers questions about usage from stored reports. It finds
// the report of a tenant's month, decides which rows are counted, adds them up,
// and checks the sums. It does not know MCP.
package figures

import (
	"context"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/figures/tenants"
)

// Format is the only format of stored reports that figures are read from.
const Format = "csv_v2_0"

// An Engine answers questions. It is safe for concurrent use.
type Engine struct {
	Client  *acronis.Client
	Tenants *tenants.Cache
	Files   *store.Files

	// OnProgress is called from time to time while a question takes long.
	OnProgress func(context.Context, Progress)

	// OnReport is called with the id of each report that was read.
	OnReport func(id string)

	reportCache    reportCache
	catalogueCache catalogueCache
	nameCache      nameCache
	rowTenants     tenantsByFile
	earlier        earlierSources
	records        records
	relationChecks keptMap[map[string]compared]
	readingChecks  keptMap[compared]
	damaged        damagedFiles
}

// Progress says how much of a stage is done.
type Progress struct {
	Stage       Stage
	Done, Total int64
}

// A Stage is a part of the work that can take long.
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
