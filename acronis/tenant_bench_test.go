package acronis_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"

	"acronis-reports-mcp/acronis"
)

// BenchmarkGetTenants reads 125,000 tenants of 1.9 KB over a socket, in the pages that the client asks for.
func BenchmarkGetTenants(b *testing.B) {
	const total, most = 125_000, 5000
	body := []byte(tenantsJSON(0, most, 1900, ""))
	ends := []int{} // of the tenants in body
	for at := bytes.IndexByte(body, '[') + 1; len(ends) < most; at++ {
		next := bytes.Index(body[at:], []byte(`null}`)) + len(`null}`)
		at += next
		ends = append(ends, at)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		limit, _ := strconv.Atoi(query.Get("limit"))
		limit = min(limit, most)
		if limit == 0 {
			limit = 4000 // as many as 8 MiB hold
		}
		first, _ := strconv.Atoi(query.Get("after"))
		last := min(first+limit, total)
		_, _ = w.Write(body[:ends[last-first-1]]) // if the client disconnects, the benchmark fails anyway
		after := ""
		if last < total {
			after = strconv.Itoa(last)
		}
		fmt.Fprintf(w, `],"paging":{"cursors":{"after":%q}}}`, after)
	}))
	defer server.Close()
	c, err := acronis.New(acronis.Config{BaseURL: server.URL, AccessToken: "a-token-of-the-benchmark"})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		tenants, err := c.GetTenants(context.Background(), "root")
		if err != nil || len(tenants) != total {
			b.Fatal(len(tenants), err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/total, "B-kept/tenant")
		b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/total, "B-allocated/tenant")
		runtime.KeepAlive(tenants)
	}
}
