package figures_test

import (
	"testing"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures"
)

// A report that can't change is kept until it is forgotten.
func TestForgetReport(t *testing.T) {
	center := simulator.New()
	defer center.Close()
	client, err := acronis.New(acronis.Config{
		BaseURL: "http://localhost", ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret,
		Dial: center.DialContext,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	engine := &figures.Engine{Client: client}
	for i, want := range []int{1, 0, 1, 0} {
		if i == 2 {
			engine.ForgetReport(simulator.SeptemberReportID)
		}
		reports, requests := engine.KnownReports(t.Context(), []string{simulator.SeptemberReportID})
		if reports[0] == nil || requests != want {
			t.Errorf("look %d: %d requests, want %d; report %v", i, requests, want, reports[0])
		}
	}
}
