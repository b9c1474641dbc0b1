package figures_test

import (
	"fmt"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
)

const pointsHeader = "application.id,tenant.id,tenant.kind,tenant.name,name,edition,infra.id,infra.backend_type,infra.owner_id," +
	"usage.absolute.production,usage.absolute.total,usage.absolute.trial,usage.delta.production,usage.delta.total,usage.delta.trial\n"

// pointsFile returns a file with rows such as "partner ID absolute delta" of compute points.
func pointsFile(rows ...string) []byte {
	file := pointsHeader
	for _, row := range rows {
		var kind, id, absolute, delta string
		fmt.Sscan(row, &kind, &id, &absolute, &delta)
		file += fmt.Sprintf("a,%s,%s,X,pw_base_compute_points,pck_per_workload,,,,%[3]s,%[3]s,0,%[4]s,%[4]s,0\n", id, kind, absolute, delta)
	}
	return []byte(file)
}

// The readings of a partner that is counted as a whole are only compared with those
// of the month before if both are of the same customers.
func TestReadingsOfPartners(t *testing.T) {
	const september, october = "ec66a787-95e7-41d1-b731-af10506bf2ef", "c7a2ea20-b2f1-4c94-ae05-319acb5c7427"
	partner, moved, other := "partner "+simulator.ResellerID, "customer "+simulator.MovedID, "customer "+simulator.ContosoID
	for _, test := range []struct {
		name, then, now string
		want            string // customers compared, and those that differ
	}{
		{"agrees", partner + " 100 0", partner + " 110 10", "1 []"},
		{"differs", partner + " 100 0", partner + " 110 11", "1 [Proseware Resale]"},
		{"a customer came", partner + " 100 0|" + moved + " 50 0", partner + " 165 10", "0 []"},
		{"a customer without readings came", partner + " 100 0|" + moved + " 0 0", partner + " 110 11", "1 [Proseware Resale]"},
		{"a customer elsewhere is gone", partner + " 100 0|" + other + " 50 0", partner + " 110 11", "1 [Proseware Resale]"},
		{"a customer left", partner + " 150 0", partner + " 110 10|" + moved + " 55 5", "0 []"},
		{"a new customer", partner + " 100 0", partner + " 110 11|" + other + " 5 5", "1 [Proseware Resale]"},
		{"another customer is compared", partner + " 100 0|" + moved + " 50 0|" + other + " 7 0", partner + " 165 10|" + other + " 9 1", "1 [Contoso Ltd]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			simulate(t, simulator.New, func(t *testing.T, dc *simulator.DataCentre, e *figures.Engine) {
				for report, rows := range map[string]string{september: test.then, october: test.now} {
					if err := dc.SetFile(report, "csv_v2_0", pointsFile(strings.Split(rows, "|")...), ""); err != nil {
						t.Fatal(err)
					}
				}
				source, err := e.SourceOf(t.Context(), october)
				if err != nil {
					t.Fatal(err)
				}
				a, err := e.Ask(t.Context(), source, figures.Question{})
				if err != nil {
					t.Fatal(err)
				}
				got := "0 []"
				for _, c := range a.Checks {
					var names []string
					for _, d := range c.Differing {
						names = append(names, d.Tenant)
					}
					got = fmt.Sprint(c.Customers, " ", names)
				}
				if got != test.want {
					t.Errorf("%s, want %s", got, test.want)
				}
			})
		})
	}
}
