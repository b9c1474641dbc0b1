package simulator_test

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// line has the columns of a csv_v2_0 row that are not numbers.
type line struct{ tenant, kind, name, usage, edition, infra, backend, owner, day, sku string }

// figures are the numbers of a row: production, trial and total.
type figures struct{ absolute, delta [3]int64 }

func (f figures) plus(g figures) figures {
	for i := range 3 {
		f.absolute[i] += g.absolute[i]
		f.delta[i] += g.delta[i]
	}
	return f
}

// begin returns the values at the beginning of the report's period.
func (f figures) begin() (start [3]int64) {
	for i := range start {
		start[i] = f.absolute[i] - f.delta[i]
	}
	return start
}

type sheet map[line]figures

// of returns the only row of a tenant and a name, without the own storage of the partner.
func (s sheet) of(t *testing.T, tenant, usage string) figures {
	t.Helper()
	var found []figures
	for l, f := range s {
		if l.tenant == tenant && l.usage == usage && l.owner != northwind {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d rows of %s for %s", len(found), usage, tenant)
	}
	return found[0]
}

// tenants returns the ids in a sheet with their names there.
func (s sheet) tenants() map[string]string {
	names := map[string]string{}
	for l := range s {
		names[l.tenant] = l.name
	}
	return names
}

// without returns a line without its tenant, to compare it with the lines of parents.
func (l line) without() line {
	l.tenant, l.kind, l.name = "", "", ""
	return l
}

// asked is a report to create.
type asked struct{ tenant, kind, level, start, end, more string }

// produce creates a report in a format and returns its file.
func produce(t *testing.T, client *http.Client, token string, a asked, format string) string {
	t.Helper()
	var report created
	body := `{"recipients":[],"result_action":"save","schedule":{"type":"once"},"parameters":{"tenant_id":"` + a.tenant +
		`","kind":"` + a.kind + `","level":"` + a.level + `","formats":["` + format + `"],` + a.more +
		`"period":{"start":"` + a.start + `","end":"` + a.end + `"}}}`
	unmarshal(t, send(t, client, token, "POST", "/api/2/reports", body).body, &report)
	target := "/api/2/reports/" + report.ID + "/stored"
	return get(t, client, token, target+"/"+listStored(t, client, token, target)[0].ID).body
}

// read reads a csv_v2_0 file by the names of its columns. No row may occur twice, and production and
// trial must add up to the total.
func read(t *testing.T, file string) sheet {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := sheet{}
	for _, row := range rows[1:] {
		field := map[string]string{}
		for i, name := range rows[0] {
			field[name] = row[i]
		}
		l := line{field["tenant.id"], field["tenant.kind"], field["tenant.name"], field["name"], field["edition"],
			field["infra.id"], field["infra.backend_type"], field["infra.owner_id"], field["date"], field["sku"]}
		if _, twice := s[l]; twice {
			t.Errorf("twice: %+v", l)
		}
		s[l] = figures{numbers(t, field, "usage.absolute."), numbers(t, field, "usage.delta.")}
	}
	return s
}

func numbers(t *testing.T, field map[string]string, prefix string) (n [3]int64) {
	t.Helper()
	for i, scope := range []string{"production", "trial", "total"} {
		var err error
		if n[i], err = strconv.ParseInt(field[prefix+scope], 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	if n[0]+n[1] != n[2] {
		t.Errorf("%s %v", prefix, n)
	}
	return n
}

// startWorld returns a data centre that makes files immediately.
func startWorld(t *testing.T) (*simulator.DataCentre, *http.Client, string) {
	t.Helper()
	dc, client := start(t)
	dc.FuturePeriodStatus, dc.GenerationTime = 0, 0
	return dc, client, login(t, client, "http://dc")
}
