package usage_test

import (
	"io"
	"runtime/metrics"
	"testing"

	"acronis-reports-mcp/usage"
)

// A peakReader records the largest size of the heap while it is read.
type peakReader struct {
	r    io.Reader
	most uint64
}

func (p *peakReader) Read(b []byte) (int, error) {
	p.note()
	return p.r.Read(b)
}

// note reads the size of the heap in bytes, including objects that are not swept yet.
func (p *peakReader) note() {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	p.most = max(p.most, sample[0].Value.Uint64())
}

func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a million rows")
	}
	for rows, tenants := range map[int]int{10_000: 500, 1_000_000: 50_000} {
		file := &peakReader{r: generate(rows)}
		s, err := usage.Summarize(t.Context(), file, usage.Query{By: []usage.Key{usage.ByEdition, usage.ByInfra}, RoleOf: everything})
		if err != nil {
			t.Fatal(err)
		}
		if s.Counted != int64(rows) || s.Tenants.Len() != tenants {
			t.Errorf("%d rows of %d tenants, want %d of %d", s.Counted, s.Tenants.Len(), rows, tenants)
		}
		file.note()
		t.Logf("%d rows: at most %d MiB", rows, file.most>>20)
		if file.most > 64<<20 {
			t.Errorf("%d rows: the heap grew to %d MiB, want 64 at most", rows, file.most>>20)
		}
	}
}
