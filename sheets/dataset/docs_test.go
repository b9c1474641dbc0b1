package dataset

import (
	"os"
	"strings"
	"testing"
)

// TestColumnsInTheDocumentation looks for each column, in its order, in the
// statements for DuckDB, which name all of them.
func TestColumnsInTheDocumentation(t *testing.T) {
	raw, err := os.ReadFile("../../docs/scale.md")
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]string{
		"text": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(38,6)", "date": "DATE", "timestamp": "TIMESTAMPTZ", "boolean": "BOOLEAN",
	}
	for view, columns := range map[string][]Column{"usage": usageColumns, "charges": chargeColumns} {
		_, statement, _ := strings.Cut(string(raw), "CREATE VIEW "+view+" AS")
		_, statement, _ = strings.Cut(statement, "columns = {")
		statement, _, _ = strings.Cut(statement, "}")
		var want []string
		for _, c := range columns {
			want = append(want, c.Name+": '"+types[c.Type]+"'")
		}
		if got := strings.Join(strings.Fields(statement), " "); got != strings.Join(want, ", ") {
			t.Errorf("docs/scale.md has the columns\n%s\nwant\n%s", got, strings.Join(want, ", "))
		}
	}
}
