package main

import (
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// simulated returns the settings for a simulator that listens on a port.
func simulated(t *testing.T, change func(*simulator.DataCentre)) map[string]string {
	t.Helper()
	center := simulator.New()
	t.Cleanup(center.Close)
	url, err := center.Listen()
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(center)
	}
	return map[string]string{"ACRONIS_BASE_URL": url, "ACRONIS_CLIENT_ID": simulator.ClientID, "ACRONIS_CLIENT_SECRET": simulator.ClientSecret}
}

func TestDoctorInTheDemo(t *testing.T) {
	if status, out, _ := runProgram(map[string]string{"ACRONIS_ACCESS": "all"}, "", "--demo", "doctor"); status != 1 || !strings.Contains(out, "fail  settings") {
		t.Errorf("status %d for a wrong access level: %s", status, out)
	}
	status, out, _ := runProgram(map[string]string{"ACRONIS_CLIENT_SECRET": "MARKED"}, "", "--demo", "doctor")
	if status != 0 || !strings.Contains(out, "All checks passed.") || strings.Contains(out, "MARKED") {
		t.Errorf("status %d: %s", status, out)
	}
	status, out, _ = runProgram(newHome(t), "", "doctor")
	if advice := strings.Count(out, "->  correct these settings"); status != 1 || advice != 1 || strings.Count(out, "-> ") != 1 || !strings.Contains(out, "acronis-reports-mcp login asks") {
		t.Errorf("status %d without settings: %s", status, out)
	}
	if status, _, _ := runProgram(nil, "", "doctor", "now"); status != 2 {
		t.Errorf("status %d for a wrong argument", status)
	}
}
