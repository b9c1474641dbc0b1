package usage_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// rowLines returns a query that adds each row to lines as text.
func rowLines(lines *[]string) usage.Query {
	return usage.Query{RoleOf: everything, EachRow: func(r *usage.Row) error {
		text := fmt.Sprintf("%d %q %s %s %q %+v %v %v", r.Line, r.Problem, r.TenantID, r.TenantKind, r.TenantName, r.Role, r.Absolute, r.Delta)
		if r.Keys != nil {
			text += fmt.Sprintf(" %+v", *r.Keys)
		}
		*lines = append(*lines, text)
		return nil
	}}
}

// TestRowsOfRecord wants the same rows from a record as from its file.
func TestRowsOfRecord(t *testing.T) {
	generated, err := io.ReadAll(generate(3000))
	if err != nil {
		t.Fatal(err)
	}
	begin, end, _ := strings.Cut(infraFile, "\n")
	for name, file := range map[string]string{
		"generated": string(generated), "infra": infraFile, "control": nestedFile,
		"bad rows": strings.Replace(infraFile, "t2,customer,storage,std,,,,7", "t2,customer,storage,std,,,,x", 1) + "t9,x\n",
		"gaps":     begin + "\n\n\n" + strings.ReplaceAll(end, "\n", "\r\n\r\n"),
		"only bad": begin + "\nt1,x\nt2,y\n",
	} {
		var recorded bytes.Buffer
		s, err := usage.Summarize(t.Context(), strings.NewReader(file), usage.Query{RoleOf: everything, Record: &recorded})
		if err != nil || s.Record == nil || !s.Record.HasAllRows() {
			t.Fatalf("%s: %v, %+v", name, err, s)
		}
		var want, got []string
		if _, err := usage.Summarize(t.Context(), strings.NewReader(file), rowLines(&want)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Record.Summarize(t.Context(), bytes.NewReader(recorded.Bytes()), rowLines(&got)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("%s, %d rows (-file +record):\n%s", name, len(want), diff)
		}
		failed := errors.New("no more rows")
		q := usage.Query{RoleOf: everything, EachRow: func(*usage.Row) error { return failed }}
		if _, err := s.Record.Summarize(t.Context(), bytes.NewReader(recorded.Bytes()), q); err != failed {
			t.Errorf("%s: %v, want the error of EachRow", name, err)
		}
	}
}

// Of many bad rows, a record has only the first ones.
func TestRecordWithoutAllRows(t *testing.T) {
	begin, _, _ := strings.Cut(infraFile, "\n")
	s, err := usage.Summarize(t.Context(), strings.NewReader(begin+strings.Repeat("\nt1,x", 6)), usage.Query{RoleOf: everything, Record: new(bytes.Buffer)})
	if err != nil || s.Record == nil || s.Record.HasAllRows() {
		t.Errorf("%v, %+v: the record has all rows", err, s)
	}
}
