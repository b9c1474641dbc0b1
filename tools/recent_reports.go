package tools

import (
	"context"
	"slices"
	"sync"

	"acronis-reports-mcp/acronis"
)

// recentReports has the ids of recently read reports, the latest first, for
// completion.
type recentReports struct {
	mu  sync.Mutex
	ids []string
}

// maxRecentReports is how many ids are kept.
const maxRecentReports = 1000

func (r *recentReports) note(id string) {
	if _, ok := acronis.ParseUUID(id); !ok {
		return // it isn't the id of a report
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ids = slices.DeleteFunc(r.ids, func(had string) bool { return had == id })
	r.ids = slices.Insert(r.ids, 0, id)
	r.ids = r.ids[:min(len(r.ids), maxRecentReports)]
}

func (r *recentReports) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ids = slices.DeleteFunc(r.ids, func(had string) bool { return had == id })
}

func (r *recentReports) latest() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.ids)
}

// createReport creates a report and notes its id for completion.
func (s *service) createReport(ctx context.Context, request acronis.NewReport) (*acronis.Report, error) {
	report, err := s.Client.CreateReport(ctx, request)
	if err == nil {
		s.recentReports.note(report.ID)
	}
	return report, err
}
