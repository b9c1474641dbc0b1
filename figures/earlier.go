package figures

import (
	"errors"
	"sync"
	"time"

	"acronis-reports-mcp/acronis"
)

// earlierFor is how long the source of the month before is used before it is
// looked for again.
const earlierFor = 15 * time.Minute

// earlierSources keeps where the readings of the month before are, because each
// question about compute points is checked with them. When a new report is seen,
// it forgets everything.
type earlierSources struct {
	mu    sync.Mutex
	found map[earlierKey]earlierSource
}

type earlierKey struct {
	tenant      string
	period      acronis.ReportPeriod
	level, kind string
	subject     string
}

type earlierSource struct {
	source Source
	err    error // nil, or that there is no report
	at     time.Time
}

// get returns the source of a tenant's period that can be compared with a
// report. It keeps what find returns, unless that may change soon.
func (s *earlierSources) get(tenant string, period acronis.ReportPeriod, with *acronis.Report, find func() (Source, error)) (Source, error) {
	p := with.Params()
	key := earlierKey{tenant, period, p.Level, p.Kind, p.TenantID}
	s.mu.Lock()
	known, ok := s.found[key]
	s.mu.Unlock()
	if ok && time.Since(known.at) < earlierFor {
		return known.source, known.err
	}
	source, err := find()
	if missing := (*MissingError)(nil); err == nil || errors.As(err, &missing) && missing.Unusable == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.found == nil {
			s.found = map[earlierKey]earlierSource{}
		}
		s.found[key] = earlierSource{source, err, time.Now()}
	}
	return source, err
}

func (s *earlierSources) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.found)
}
