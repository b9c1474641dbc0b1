package figures_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
	"acronis-reports-mcp/usage"
)

// TestKeptChecks asks questions one after another, and wants the checks of each as
// if it were the first.
func TestKeptChecks(t *testing.T) {
	questions := []figures.Question{
		{}, {By: []usage.Key{usage.ByEdition}}, {Scope: "total"}, {Usages: []string{"storage_total"}}, {Customers: []string{"B*"}},
		{Measure: figures.End}, {Measure: figures.Change}, {Scope: "total", By: []usage.Key{usage.ByTenant}}, {},
	}
	ask := func(t *testing.T, e *figures.Engine, report string, q figures.Question) []figures.Check {
		source, err := e.SourceOf(t.Context(), report)
		if err != nil {
			t.Fatal(err)
		}
		a, err := e.Ask(t.Context(), source, q)
		if err != nil {
			t.Fatal(err)
		}
		return a.Checks
	}
	for _, report := range []string{simulator.SeptemberReportID, simulator.OctoberReportID} {
		want := make([][]figures.Check, len(questions))
		for i, q := range questions {
			simulate(t, simulator.NewCases, func(t *testing.T, _ *simulator.DataCentre, e *figures.Engine) { want[i] = ask(t, e, report, q) })
		}
		simulate(t, simulator.NewCases, func(t *testing.T, _ *simulator.DataCentre, e *figures.Engine) {
			for i, q := range questions {
				if diff := cmp.Diff(want[i], ask(t, e, report, q)); diff != "" || want[0] == nil {
					t.Errorf("%s, question %d (-first +kept):\n%s", report, i, diff)
				}
			}
		})
	}
}
