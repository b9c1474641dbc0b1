package simulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

func TestDayColumn(t *testing.T) {
	dc, client, token := startWorld(t)
	dc.DayColumn = "usage.day"
	header, _, _ := strings.Cut(produce(t, client, token, month("usage_daily", "itself", "2026-10"), "csv_v2_0"), "\n")
	if !strings.HasSuffix(header, ",usage.effective.trial,tenant.name,usage.day,sku") {
		t.Error(header)
	}
}

func TestDeltaSkipsFirstDay(t *testing.T) {
	dc, client, token := startWorld(t)
	dc.DeltaSkipsFirstDay = true
	s := read(t, produce(t, client, token, month("usage_summary", "accounts", "2026-10"), "csv_v2_0"))
	if got := s.of(t, contoso, "pw_compute_points").delta[2]; got != 30*1800 {
		t.Errorf("%d", got)
	}
}

// json_v2_0 has the params of the guide and as many rows as csv_v2_0.
func TestJSON(t *testing.T) {
	_, client, token := startWorld(t)
	a := month("usage_daily", "all_partners", "2026-10")
	var got struct {
		Params  map[string]any
		Tenants []struct {
			Tenant struct{ Name string }
			SKU    string
			Date   string
			Usage  struct{ Absolute, Delta struct{ Total json.Number } }
		}
	}
	unmarshal(t, produce(t, client, token, a, "json_v2_0"), &got)
	delete(got.Params, "gen_date") // now
	want := map[string]any{"kind": 4.0, "report_type": 4.0, "report_level": 4.0, "begin_date": 1790812800.0,
		"end_date": 1793491199.0, "group_id": 1000.0, "name": "Northwind Managed IT"}
	if diff := gocmp.Diff(want, got.Params); diff != "" {
		t.Errorf("params (-want +got):\n%s", diff)
	}
	rows := read(t, produce(t, client, token, a, "csv_v2_0"))
	if first := got.Tenants[0]; len(got.Tenants) != len(rows) || first.Tenant.Name == "" || first.Date != "2026-10-01" ||
		first.SKU != "SIM-WORKSTATION" || first.Usage.Absolute.Total == "" {
		t.Errorf("%d rows, the first is %+v", len(got.Tenants), first)
	}
}
