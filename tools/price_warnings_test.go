package tools_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/server"

	"acronis-reports-mcp/acronis/simulator"
)

// If nothing has a price, lists are empty and not null, which the output schema refuses.
func TestNothingPriced(t *testing.T) {
	by := setup{Prices: "item,per,price,currency\nnotarizations,item,1,EUR\n"}
	simulate(t, by, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		r := (&host{m: m}).call(t, "price_usage", `{"months":["2026-09"]}`)
		if text := r.Content[0].Text; r.IsError || strings.Contains(text, ":null") || !strings.Contains(text, `"totals":[]`) {
			t.Error(text)
		}
	})
}

// A list with many names that exist nowhere doesn't fill the answer with them.
func TestManyUnknownNames(t *testing.T) {
	var list strings.Builder
	list.WriteString("item,infra,per,price,currency\nstorage,,GiB,1,EUR\n")
	for i := range 300 {
		fmt.Fprintf(&list, "storage,Storage %d,GiB,2,EUR\n", i)
	}
	simulate(t, setup{Prices: list.String()}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		text := (&host{m: m}).call(t, "price_usage", `{"months":["2026-09"]}`).Content[0].Text
		if n := strings.Count(text, "exists nowhere here"); n != 10 || !strings.Contains(text, "The price list has 290 more names that exist nowhere here.") {
			t.Errorf("%d names, %s", n, text)
		}
	})
}

// Amounts that a clerk would take for another thing have a warning that says what they are, and only these have it.
func TestSurprisingCharges(t *testing.T) {
	const (
		split   = "Group by account for the margin of Proseware Resale."
		bySKU   = "what is charged for several of them together (SIM-STORAGE + SIM-STORAGE-OWN) has a row of its own"
		notYet  = "Line 13 of the price list charges Alpine Ski House in 2026-08, which was created on 2026-09-28. To charge from a later month, give that month in its column from."
		onTrial = "Line 13 of the price list charges Alpine Ski House in 2026-09, which went into production on 2026-10-15."
		trial   = "Line 2 of the price list charges Fabrikam Inc in 2026-10, which is on trial."
	)
	for _, test := range []struct {
		prices, arguments string
		want              []string
	}{
		{"", `"months":["2026-10"],"show":"margin"`, []string{split}},
		{"", `"months":["2026-10"],"show":"margin","by":"customer","tenant":"Proseware Resale"`, []string{split}},
		{"", `"months":["2026-10"],"show":"margin","by":"account"`, nil},
		{"", `"months":["2026-10"],"show":"margin","tenant":"Contoso Ltd"`, nil},
		{"", `"months":["2026-10"],"show":"cost"`, nil},
		{"", `"months":["2026-10"],"show":"margin","by":"sku"`, []string{bySKU}},
		{"", `"months":["2026-10"],"show":"margin","by":"usage"`, nil},
		{"", `"months":["2026-10"],"show":"margin","by":"sku","tenant":"Contoso Ltd"`, nil},
		{"", `"months":["2026-08"]`, []string{notYet}},
		{"", `"months":["2026-09"],"tenant":"Alpine Ski House"`, []string{onTrial}},
		{"", `"months":["2026-09"],"tenant":"Contoso Ltd"`, nil},
		{"", `"months":["2026-10"],"tenant":"Alpine Ski House"`, nil},
		{"kind,tenant,item,per,price,currency\nfee,Fabrikam Inc,,,20,EUR\n,,storage,GiB,1,EUR\n", `"months":["2026-10"]`, []string{trial}},
	} {
		simulate(t, setup{Prices: test.prices}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
			h := &host{m: m}
			h.call(t, "prepare_months", `{"months":["2026-08","2026-10"]}`)
			text := h.call(t, "price_usage", "{"+test.arguments+"}").Content[0].Text
			for _, want := range []string{split, bySKU, notYet, onTrial, trial} {
				if got := strings.Contains(text, want); got != slices.Contains(test.want, want) {
					t.Errorf("%s: %q is %t in %s", test.arguments, want, got, text)
				}
			}
		})
	}
}

// An answer without amounts says why.
func TestNothingCharged(t *testing.T) {
	simulate(t, setup{}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
		h := &host{m: m}
		h.call(t, "prepare_months", `{"months":["2026-10"]}`)
		for arguments, want := range map[string]string{
			`"tenant":"Fabrikam Inc"`:                                "Nothing is charged: what is chosen was used on trial only",
			`"customers":["Fabrikam Inc","Lucerne Publishing"]`:      "Nothing is charged: what is chosen was used on trial only",
			`"tenant":"Humongous Insurance"`:                         "Nothing is charged: the report has no usage of what is chosen",
			`"tenant":"Relecloud","usages":["servers"]`:              "Nothing is charged: the report has no usage of what is chosen",
			`"tenant":"Fabrikam Inc","show":"margin"`:                "Nothing is charged: what is chosen was used on trial only",
			`"tenant":"Fabrikam Inc","show":"cost"`:                  "There are no costs: what is chosen was used on trial only",
			`"tenant":"Humongous Insurance","show":"cost"`:           "There are no costs: the report has no usage of what is chosen",
			`"tenant":"Contoso Ltd"`:                                 "",
			`"tenant":"Contoso Ltd","usages":["local_storage"]`:      "",
			`"tenant":"Fabrikam Inc","months":["2026-09"]`:           "Nothing is charged: the report has no usage of what is chosen",
			`"tenant":"Relecloud","months":["2026-09"]`:              "",
			`"tenant":"Fabrikam Inc","months":["2026-09","2026-10"]`: "Nothing is charged: what is chosen was used on trial only",
		} {
			if !strings.Contains(arguments, "months") {
				arguments += `,"months":["2026-10"]`
			}
			text := h.call(t, "price_usage", "{"+arguments+"}").Content[0].Text
			got := strings.Contains(text, "Nothing is charged") || strings.Contains(text, "There are no costs")
			if got != (want != "") || !strings.Contains(text, want) {
				t.Errorf("%s: %s", arguments, text)
			}
		}
	})
}

// Whatever makes an answer incomplete is among its warnings, once.
func TestIncompleteSaysWhy(t *testing.T) {
	const list = "kind,tenant,item,per,price,currency\n,,storage,GiB,1,EUR\nfee,Contoso,,,20,EUR\n"
	for _, test := range []struct{ prices, arguments, want string }{
		{list, `"months":["2026-09"]`, "Not complete: 26 lines without a price, in no amount. See unpriced."},
		{list, `"months":["2026-09"],"tenant":"Humongous Insurance"`, "Not complete: 1 line without a price, in no amount. See unpriced."},
		{"", `"months":["2026-09"],"show":"margin"`, "Not complete: 2 lines without a cost, so costs are at least and margins at most what is shown. See without_cost."},
		{"", `"months":["2026-10"]`, "Not complete, because the report doesn't list the customers of partners."},
		{"", `"months":["2026-09"]`, ""},
	} {
		simulate(t, setup{Prices: test.prices}, func(t *testing.T, _ *simulator.DataCentre, m *server.MCPServer) {
			text := (&host{m: m}).call(t, "price_usage", "{"+test.arguments+"}").Content[0].Text
			if complete := strings.Contains(text, `"complete":true`); complete != (test.want == "") || strings.Contains(text, "Not complete") == complete || !strings.Contains(text, test.want) {
				t.Errorf("%s: %s", test.arguments, text)
			}
			if n := strings.Count(text, `\"Contoso\"`); n > 1 {
				t.Errorf("%d warnings of one name in %s", n, text)
			}
		})
	}
}
