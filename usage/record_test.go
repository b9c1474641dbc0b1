package usage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// checkRecord adds up a file again, from its record, and wants the same. It reports
// whether the file was recorded.
func checkRecord(t *testing.T, file string, q usage.Query) (recorded bool) {
	t.Helper()
	var b bytes.Buffer
	q.Record = &b
	want, err := usage.Summarize(t.Context(), strings.NewReader(file), q)
	if err != nil {
		t.Fatal(err)
	}
	if want.Record == nil {
		return false
	}
	got, err := want.Record.Summarize(t.Context(), &b, q)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(describe(want), describe(got)); diff != "" {
		t.Errorf("from the record (-file +record):\n%s", diff)
	}
	return true
}

// describe returns everything in a summary as text.
func describe(s *usage.Summary) string {
	var b strings.Builder
	b.WriteString(lines(list(s.Groups)) + "totals\n" + lines(s.Totals))
	for _, groups := range s.Beside {
		b.WriteString("beside\n" + lines(list(groups)))
	}
	for tenant := range s.Tenants.All() {
		fmt.Fprintf(&b, "%+v %q\n", tenant, s.Tenants.Name(tenant.ID))
	}
	fmt.Fprintf(&b, "%+v\n%+v\n%v %v\n", s.Control, s.Moves, s.PartnersEqual, s.Between)
	fmt.Fprintln(&b, s.Rows, s.Counted, s.Skipped, s.LeftOut, s.Filtered, s.BadRows, s.Items, s.Merged, s.Infras, s.MixedInfra, s.Unpacked, s.FirstDay, s.LastDay, s.Rounded)
	return b.String()
}

// TestRecord answers other questions from the record of a file than the one with
// which it was recorded.
func TestRecord(t *testing.T) {
	generated, err := io.ReadAll(generate(3000))
	if err != nil {
		t.Fatal(err)
	}
	bad := strings.Replace(infraFile, "t2,customer,storage,std,,,,7", "t2,customer,storage,std,,,,x", 1)
	queries := []usage.Query{
		{}, {By: []usage.Key{usage.ByTenant}}, {By: []usage.Key{usage.ByInfra, usage.ByEdition}, Wants: named("*storage")},
		{RoleOf: func(id, kind string) usage.Role {
			return usage.Role{Counted: id < "8", Child: id > "3", Subject: id < "2", MayHaveMoved: id > "e"}
		}},
		{By: []usage.Key{usage.ByOwner}, Beside: []usage.Part{{By: []usage.Key{usage.ByTenant}, Wants: named("vms")}}},
	}
	for name, file := range map[string]string{"generated": string(generated), "infra": infraFile, "bad rows": bad, "control": nestedFile} {
		for i := range queries {
			if queries[i].RoleOf == nil {
				queries[i].RoleOf = everything
			}
		}
		var b bytes.Buffer
		recording := queries[0]
		recording.Record = &b
		s, err := usage.Summarize(t.Context(), strings.NewReader(file), recording)
		if err != nil || s.Record == nil {
			t.Fatalf("%s: %v, %v", name, s.Record, err)
		}
		for i, q := range queries {
			want, err := usage.Summarize(t.Context(), strings.NewReader(file), q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.Record.Summarize(t.Context(), bytes.NewReader(b.Bytes()), q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(describe(want), describe(got)); diff != "" {
				t.Errorf("%s, query %d (-file +record):\n%s", name, i, diff)
			}
		}
		if _, err := s.Record.Summarize(t.Context(), bytes.NewReader(b.Bytes()[:b.Len()-1]), queries[0]); err == nil {
			t.Errorf("%s: a record without its last byte was added up", name)
		}
		_, err = s.Record.Summarize(t.Context(), bytes.NewReader(b.Bytes()), usage.Query{By: []usage.Key{usage.ByDay}, RoleOf: everything})
		if !errors.Is(err, usage.ErrNoDay) {
			t.Errorf("%s, by day: %v", name, err)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Record.Summarize(cancelled, bytes.NewReader(b.Bytes()), queries[0]); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, cancelled: %v", name, err)
		}
	}
}

// Files with days, and those with numbers that aren't integers, are not recorded.
func TestNotRecorded(t *testing.T) {
	for _, file := range []string{daysFile, strings.Replace(infraFile, "40,0,40", "40.5,0,40.5", 1)} {
		if checkRecord(t, file, usage.Query{Kind: "usage_summary", OverDays: "last", RoleOf: everything}) {
			t.Errorf("recorded:\n%s", file)
		}
	}
}
