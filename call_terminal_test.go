package main

import (
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// TestCallAsks answers the question of a deletion at the terminal.
func TestCallAsks(t *testing.T) {
	for _, test := range []struct{ typed, want string }{
		{"y\n", `"outcome": "deleted"`}, {" Yes \n", `"outcome": "deleted"`},
		{"\n", "the user did not agree"}, {"n\n", "the user did not agree"}, {"yess\n", "the user did not agree"}, {"\x04", "the user did not agree"},
		{"\x03", "interrupted"},
	} {
		s := inTerminal(t, nil, "--demo", "--access", "delete", "call", "delete_reports", `{"reports":[{"report_id":"`+simulator.SavedReportID+`","version":1559561146223}]}`)
		s.expect("[y/N] ")
		if _, err := s.terminal.WriteString(test.typed); err != nil {
			t.Fatal(err)
		}
		s.expect(test.want)
		if status := s.end(); (status == 0) != (test.want == `"outcome": "deleted"`) {
			t.Errorf("typed %q: status %d", test.typed, status)
		}
	}
}
