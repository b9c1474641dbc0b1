package tools_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/memory"
)

const mib = 1 << 20

// manyTenants is a stored report with two rows for each of n customers.
func manyTenants(n int) []byte {
	var b strings.Builder
	b.WriteString("application.id,tenant.id,tenant.kind,tenant.name,name,usage.absolute.production,usage.absolute.trial,usage.absolute.total," +
		"usage.delta.production,usage.delta.trial,usage.delta.total\n")
	for i := range n {
		for _, name := range []string{"pw_base_workstations", "pw_base_servers"} {
			fmt.Fprintf(&b, "a,00000000-0000-4000-8000-%012d,customer,Customer %d,%s,%d,0,%d,0,0,0\n", i, i, name, i%7, i%7)
		}
	}
	return []byte(b.String())
}

const (
	// customers is the number in the report of serverWithMemory.
	customers = 10_000

	// enoughMemory is enough for one question about it, by tenant, but not for two.
	enoughMemory = 7 * mib

	askByTenant = `{"report_id":"` + simulator.SeptemberReportID + `","group_by":["tenant"],"limit":3}`
)

// serverWithMemory returns a server with a budget, and a data centre with a large report.
func serverWithMemory(t *testing.T, dc *simulator.DataCentre, b *memory.Budget, exports string) *host {
	t.Helper()
	if err := dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", manyTenants(customers), ""); err != nil {
		t.Fatal(err)
	}
	return &host{m: newServer(t, dc, setup{Memory: b, ExportTo: exports})}
}

// wantFree fails the test unless a whole budget is free.
func wantFree(t *testing.T, b *memory.Budget, bytes int64) {
	t.Helper()
	runs := 0
	err := memory.Do(b.With(t.Context()), func(ctx context.Context) error {
		runs++
		return memory.Reserve(ctx, bytes)
	})
	if err != nil || runs != 1 {
		t.Errorf("the whole budget needs %d runs, want 1; error: %v", runs, err)
	}
}

// occupy takes memory until release is called.
func occupy(t *testing.T, b *memory.Budget, bytes int64) (release func()) {
	t.Helper()
	release, err := memory.Hold(b.With(t.Context()), bytes)
	if err != nil {
		t.Fatal(err)
	}
	return release
}

// Large questions that don't fit beside each other wait for their turn, and their
// answers are those of a server without a limit.
func TestQuestionsTakeTurns(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		want := serverWithMemory(t, dc, nil, "").call(t, "summarize_usage", askByTenant)
		b := memory.New(enoughMemory)
		h := serverWithMemory(t, dc, b, "")
		release := occupy(t, b, enoughMemory-mib)
		answers := make(chan result, 3)
		for range cap(answers) {
			go func() { answers <- h.call(t, "summarize_usage", askByTenant) }()
		}
		synctest.Wait()
		if n := len(answers); n > 0 {
			t.Errorf("%d answers without enough memory", n)
		}
		if r := h.call(t, "get_report_version", `{"report_id":"`+simulator.SeptemberReportID+`"}`); r.IsError {
			t.Errorf("a small call doesn't work in the meantime: %s", r.Content[0].Text)
		}
		release()
		for range cap(answers) {
			if diff := cmp.Diff(want, <-answers); diff != "" {
				t.Errorf("with little memory (-want +got):\n%s", diff)
			}
		}
		wantFree(t, b, enoughMemory)
	})
}

func TestCancelledWhileWaitingForMemory(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		b := memory.New(enoughMemory)
		h := serverWithMemory(t, dc, b, "")
		release := occupy(t, b, enoughMemory-mib)
		ctx, cancel := context.WithCancel(t.Context())
		answered := make(chan string, 1)
		go func() {
			answer := h.m.HandleMessage(h.m.WithContext(ctx, &session{host: h}), []byte(
				`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"summarize_usage","arguments":`+askByTenant+`}}`))
			answered <- fmt.Sprint(answer.(mcp.JSONRPCResponse).Result)
		}()
		synctest.Wait()
		cancel()
		if got := <-answered; !strings.Contains(got, "The call was cancelled.") {
			t.Errorf("got %s", got)
		}
		release()
		wantFree(t, b, enoughMemory)
	})
}

// A question that needs more than there is says how much, and what to do.
func TestTooLittleMemory(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		const little = 3 * mib
		b := memory.New(little)
		exports := t.TempDir()
		h := serverWithMemory(t, dc, b, exports)
		for tool, arguments := range map[string]string{
			"summarize_usage": askByTenant,
			"export_usage":    `{"report_id":"` + simulator.SeptemberReportID + `"}`,
		} {
			r := h.call(t, tool, arguments)
			if text := r.Content[0].Text; !r.IsError || !strings.Contains(text, "tenants needs about ") || !strings.Contains(text, "and 3 MiB are the most") ||
				!strings.Contains(text, "Group by fewer keys") || !strings.Contains(text, "--memory 64") || !strings.Contains(text, "ACRONIS_MEMORY") {
				t.Errorf("%s: %s", tool, text)
			}
			wantFree(t, b, little)
		}
		files, err := filepath.Glob(filepath.Join(exports, "*"))
		if err != nil || len(files) > 0 {
			t.Errorf("a refused export leaves %q, %v", files, err)
		}
		if r := h.call(t, "summarize_usage", askSeptember); r.IsError {
			t.Errorf("fewer groups: %s", r.Content[0].Text)
		}
	})
}

// Answers don't depend on how much memory there is, as long as it is enough.
func TestAnswersDoNotDependOnMemory(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		unlimited := serverWithMemory(t, dc, nil, "")
		for _, size := range []int64{enoughMemory, 1 << 30} {
			b := memory.New(size)
			h := serverWithMemory(t, dc, b, "")
			for _, call := range [][2]string{
				{"summarize_usage", askByTenant},
				{"summarize_usage", `{"months":["2026-08","2026-09"],"group_by":["usage"]}`},
				{"compare_usage", `{"months":["2026-08","2026-09"]}`},
				{"list_reports", `{"detail":true}`},
				{"find_tenants", `{"query":"a"}`},
				{"get_current_usage", `{}`},
			} {
				want, got := unlimited.call(t, call[0], call[1]), h.call(t, call[0], call[1])
				if diff := cmp.Diff(want, got); diff != "" || got.IsError {
					t.Errorf("%s with %d MiB (-without limit +got):\n%s", call, size/mib, diff)
				}
			}
			wantFree(t, b, size)
		}
	})
}

// The rows of a price list, which every month needs again, count as memory of the call.
func TestPriceListNeedsMemory(t *testing.T) {
	const rows = 20_000
	var list strings.Builder
	list.WriteString("item,per,price,currency\n")
	for i := range rows {
		fmt.Fprintf(&list, "item%d,item,1,EUR\n", i)
	}
	simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
		for bytes, want := range map[int64]string{64 * mib: `"months":["2026-09"]`, 3 * mib: "MiB of memory, and 3 MiB are the most"} {
			b := memory.New(bytes)
			h := &host{m: newServer(t, dc, setup{Memory: b, Prices: list.String()})}
			if r := h.call(t, "price_usage", `{"months":["2026-09"]}`); !strings.Contains(r.Content[0].Text, want) {
				t.Errorf("with %d bytes: %s", bytes, r.Content[0].Text)
			}
			wantFree(t, b, bytes)
		}
	})
}

// A list of empty objects or texts needs up to a hundred times the memory of its JSON.
func TestListsNeedMemory(t *testing.T) {
	for name, test := range map[string]struct{ path, body, tool, arguments string }{
		"usages": {"/api/2/tenants/" + simulator.OwnTenantID + "/usages", `{"items":[{}` + strings.Repeat(",{}", 200_000) + `]}`, "get_current_usage", `{}`},
		"prices": {"/api/price_sync/", `{"price_lists":[{"month":"2026-09","currency":"EUR","prices":[{}` + strings.Repeat(",{}", 200_000) + `]}]}`,
			"price_usage", `{"months":["2026-09"],"show":"cost"}`},
		"recipients": {"/api/2/reports/", `{"id":"` + simulator.SeptemberReportID + `","version":1,"recipients":[""` + strings.Repeat(`,""`, 200_000) + `]}`,
			"get_report_version", `{"report_id":"` + simulator.SeptemberReportID + `"}`},
	} {
		simulate(t, setup{}, func(t *testing.T, dc *simulator.DataCentre, _ *server.MCPServer) {
			dc.Inject(simulator.Fault{Path: test.path, Body: test.body})
			b := memory.New(8 * mib)
			h := &host{m: newServer(t, dc, setup{Memory: b})}
			if r := h.call(t, test.tool, test.arguments); !r.IsError || !strings.Contains(r.Content[0].Text, "MiB of memory, and 8 MiB are the most") {
				t.Errorf("%s: %.300s", name, r.Content[0].Text)
			}
			wantFree(t, b, 8*mib)
		})
	}
}
