package tools

import (
	"encoding/json"
	"strings"
	"testing"

	"acronis-reports-mcp/schemas"
)

// A call with many faults is refused with a short text.
func TestManyFaults(t *testing.T) {
	file, err := schemas.Read(schemaFiles, "delete_reports")
	if err != nil {
		t.Fatal(err)
	}
	check := newChecker("delete_reports", true, func() json.RawMessage { return file.Checked })
	for _, test := range []struct {
		faults int
		end    string
	}{
		{20, "reports.9 must be an object, not 0"},
		{1000, "\n- … and 980 more"},
	} {
		_, text := check.check(json.RawMessage(`{"reports":[` + strings.Repeat("0,", test.faults-1) + `0]}`))
		if len(text) > 2000 || !strings.HasSuffix(text, test.end) {
			t.Errorf("%d faults take %d bytes: %s", test.faults, len(text), text)
		}
	}
}
