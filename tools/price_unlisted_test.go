package tools_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// Amounts of a customer whose usage is in the row of a tenant above it are not complete, however the customer is chosen
// and whatever the level of the report, and the answer has the call that helps.
func TestUnlistedCustomers(t *testing.T) {
	type question struct{ arguments, missing string }
	const october = `"months":["2026-10"]`
	direct := []question{
		{`"tenant":"Woodgrove Bank",` + october, "the customers of Proseware Resale"},
		{`"tenant":"Coho Winery",` + october, "the customers of Proseware Resale"},
		{`"customers":["Woodgrove Bank","Contoso Ltd"],` + october, "the customers of Proseware Resale"},
		{`"customers":["Coho*"],` + october, "the customers of Proseware Resale"},
		{`"tenant":"Proseware Resale",` + october, "the customers of partners"},
		{october, "the customers of partners"},
		{`"tenant":"Contoso Ltd",` + october, ""},
		{`"tenant":"Retail customers",` + october, ""},
		{`"customers":["Contoso Ltd","Relecloud"],` + october, ""},
	}
	ask := func(t *testing.T, h *host, questions []question) {
		t.Helper()
		for _, q := range questions {
			text := h.call(t, "price_usage", "{"+q.arguments+"}").Content[0].Text
			if complete := strings.Contains(text, `"complete":true`); complete != (q.missing == "") {
				t.Errorf("%s: complete is %t in %s", q.arguments, complete, text)
			}
			if q.missing != "" && (!strings.Contains(text, "the report doesn't list "+q.missing) || !strings.Contains(text, `Call prepare_months {\"tenant\":`)) {
				t.Errorf("%s: %s", q.arguments, text)
			}
			r := h.call(t, "export_usage", `{"layout":"invoice",`+q.arguments+"}")
			if text := r.Content[0].Text; r.IsError != (q.missing != "") || r.IsError && strings.Contains(text, "price list lacks") {
				t.Errorf("invoice of %s: %s", q.arguments, text)
			}
		}
	}
	simulate(t, setup{Export: true}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		ask(t, h, direct)
		text := h.call(t, "summarize_usage", `{"customers":["Woodgrove Bank","Contoso Ltd"],`+october+"}").Content[0].Text
		if want := "Woodgrove Bank (its usage is in that of Proseware Resale, whose customers this report doesn't list: call prepare_months)"; !strings.Contains(text, want) {
			t.Error(text)
		}
		h.call(t, "prepare_months", "{"+october+"}")
		for i := range direct {
			direct[i].missing = ""
		}
		ask(t, h, direct)
	})
	for _, level := range []string{"itself", "all_partners"} {
		simulate(t, setup{Export: true}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
			h := &host{m: m}
			const id = "00000000-0000-4000-a000-000000000001"
			h.call(t, "create_report", fmt.Sprintf(`{"month":"2026-07","level":%q}`, level))
			h.call(t, "wait_for_report", `{"report_id":"`+id+`"}`)
			const july, byID = `"months":["2026-07"]`, `"report_ids":["` + id + `"]`
			questions := []question{
				{july, "each customer"},
				{`"tenant":"Contoso Ltd",` + july, "the customers of Northwind Managed IT"},
				{`"customers":["Contoso Ltd"],` + byID, "the customers of Northwind Managed IT"},
			}
			if level == "itself" { // chosen for what it has
				questions = append(questions, question{byID, ""})
			}
			ask(t, h, questions)
		})
	}
}

// A customer that was directly below the own tenant is charged alike from a report that lists direct customers, and from
// one that lists all.
func TestMovedFromDirect(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		for _, prepare := range []bool{false, true} {
			if prepare {
				h.call(t, "prepare_months", `{"months":["2026-08"]}`)
			}
			text := h.call(t, "price_usage", `{"months":["2026-08"],"by":"account"}`).Content[0].Text
			for _, want := range []string{
				`{"account":"Woodgrove Bank","currency":"EUR","charge":"88.96"}`, `{"account":"Proseware Resale","currency":"EUR","charge":"117.97"}`, `"charge":"777.93"`,
				"Charged in 2026-08 where the report has them, because they have moved since: Woodgrove Bank (then directly below Northwind Managed IT, now below Proseware Resale).",
			} {
				if !strings.Contains(text, want) {
					t.Errorf("prepared %t: no %s in %s", prepare, want, text)
				}
			}
		}
	})
}
