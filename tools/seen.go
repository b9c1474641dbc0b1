package tools

import (
	"context"
	"slices"
	"sync"

	"acronis-reports-mcp/acronis"
)

// seen are the ids of reports that were looked at, the latest first: what
// completion offers.
type seen struct {
	mu  sync.Mutex
	ids []string
}

// mostSeen bounds what is remembered.
const mostSeen = 1000

func (s *seen) note(id string) {
	if _, ok := acronis.ParseUUID(id); !ok {
		return // it leads nowhere
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = slices.DeleteFunc(s.ids, func(had string) bool { return had == id })
	s.ids = slices.Insert(s.ids, 0, id)
	s.ids = s.ids[:min(len(s.ids), mostSeen)]
}

func (s *seen) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = slices.DeleteFunc(s.ids, func(had string) bool { return had == id })
}

func (s *seen) latest() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ids)
}

// getReport reads a report and remembers that it was looked at.
func (s *service) getReport(ctx context.Context, id string) (*acronis.Report, error) {
	report, err := s.Client.GetReport(ctx, id)
	if err == nil {
		s.seen.note(id)
	}
	return report, err
}

// createReport creates a report and remembers it.
func (s *service) createReport(ctx context.Context, request acronis.NewReport) (*acronis.Report, error) {
	report, err := s.Client.CreateReport(ctx, request)
	if err == nil {
		s.seen.note(report.ID)
	}
	return report, err
}
