package usage_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// daysFile has three days and two tenants, one of which has no rows on the last day.
var daysFile = strings.Replace(shortHeader, "\n", ",updated_date,usage_day\n", 1) +
	"a,t1,customer,storage,10,0,10,1,0,1,x,2025-01-01T00:00:00Z\n" +
	"a,t1,customer,storage,30,0,30,20,0,20,x,2025-01-02\n" +
	"a,t1,customer,storage,20,1,21,-10,1,-9,x,2025-01-03\n" +
	"a,t2,customer,storage,5,0,5,1,0,1,x,2025-01-01\n" +
	"a,t2,customer,storage,6,0,6,1,0,1,x,2025-01-02\n" +
	"a,t2,customer,storage,6,0,6,1,0,1,x,2025-02-30\n"

func TestDays(t *testing.T) {
	tests := []struct {
		name           string
		q              usage.Query
		groups, totals string
	}{
		{"last", usage.Query{OverDays: "last"},
			"storage 20/1/21 13/1/14\n", "storage 20/1/21 13/1/14\n"},
		{"max", usage.Query{OverDays: "max"},
			"storage 36/1/36 13/1/14\n", "storage 36/1/36 13/1/14\n"},
		{"average", usage.Query{OverDays: "average"},
			"storage 24/0/24 13/1/14\n", "storage 24/0/24 13/1/14\n"},
		{"by tenant, last", usage.Query{OverDays: "last", By: []usage.Key{usage.ByTenant}},
			"storage t1 20/1/21 11/1/12\nstorage t2 0/0/0 2/0/2\n", "storage 20/1/21 13/1/14\n"},
		{"by tenant, max", usage.Query{OverDays: "max", By: []usage.Key{usage.ByTenant}},
			"storage t1 30/1/30 11/1/12\nstorage t2 6/0/6 2/0/2\n", "storage 36/1/36 13/1/14\n"},
		{"by day", usage.Query{By: []usage.Key{usage.ByDay}},
			"storage 2025-01-01 15/0/15 2/0/2\nstorage 2025-01-02 36/0/36 21/0/21\nstorage 2025-01-03 20/1/21 -10/1/-9\n",
			"storage 20/1/21 13/1/14\n"},
		{"by day, max in total", usage.Query{By: []usage.Key{usage.ByDay}, OverDays: "max"},
			"storage 2025-01-01 15/0/15 2/0/2\nstorage 2025-01-02 36/0/36 21/0/21\nstorage 2025-01-03 20/1/21 -10/1/-9\n",
			"storage 36/1/36 13/1/14\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.q.Kind = "usage_daily"
			s := summarize(t, daysFile, test.q)
			if diff := cmp.Diff(test.groups, lines(list(s.Groups))); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.totals, lines(s.Totals)); diff != "" {
				t.Errorf("totals (-want +got):\n%s", diff)
			}
			if s.FirstDay != "2025-01-01" || s.LastDay != "2025-01-03" {
				t.Errorf("days %s to %s", s.FirstDay, s.LastDay)
			}
			want := []usage.BadRow{{Line: 7, Problem: `has no day: "2025-02-30"`}}
			if diff := cmp.Diff(want, s.BadRows); diff != "" {
				t.Errorf("bad rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAverageIsRoundedHalfUp(t *testing.T) {
	header := strings.Replace(shortHeader, "\n", ",day\n", 1)
	file := header + "a,t,customer,storage,1,0,-1,0,0,0,2025-01-01\na,t,customer,storage,2,0,-2,0,0,0,2025-01-02\n"
	s := summarize(t, file, usage.Query{Kind: "usage_breakdown", OverDays: "average"})
	if want := "storage 2/0/-1 0/0/0\n"; lines(list(s.Groups)) != want {
		t.Errorf("got %s, want %s", lines(list(s.Groups)), want)
	}
}

func TestDaysOfOtherKinds(t *testing.T) {
	s := summarize(t, daysFile, usage.Query{Kind: "usage_summary"})
	if want := "storage 77/1/78 14/1/15\n"; lines(list(s.Groups)) != want {
		t.Errorf("got %s, want %s", lines(list(s.Groups)), want)
	}
	s = summarize(t, daysFile, usage.Query{Kind: "usage_summary", By: []usage.Key{usage.ByDay}})
	if s.Groups.Len() != 3 || s.LastDay != "2025-01-03" {
		t.Errorf("got %s", lines(list(s.Groups)))
	}
}

func TestDaysThatAreNotThere(t *testing.T) {
	noDays := strings.Replace(shortHeader, "\n", ",date\n", 1) + "a,t1,customer,storage,10,0,10,1,0,1,soon\n"
	tests := []struct {
		name, file string
		q          usage.Query
		want       error
	}{
		{"no choice", daysFile, usage.Query{Kind: "usage_daily"}, usage.ErrOverDays},
		{"no column", shortHeader, usage.Query{Kind: "usage_breakdown", OverDays: "last"}, usage.ErrNoDay},
		{"no column, by day", shortHeader, usage.Query{By: []usage.Key{usage.ByDay}}, usage.ErrNoDay},
		{"no days in it", noDays, usage.Query{Kind: "usage_daily", OverDays: "last"}, usage.ErrNoDay},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.q.RoleOf = everything
			_, err := usage.Summarize(t.Context(), strings.NewReader(test.file), test.q)
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

// TestControlOverDays has children whose sums over all days are those of the subject.
func TestControlOverDays(t *testing.T) {
	file := daysFile + "a,p,partner,storage,71,1,72,13,1,14,x,2025-01-03\n"
	s := summarize(t, file, usage.Query{Kind: "usage_daily", OverDays: "last", RoleOf: func(id, _ string) usage.Role {
		return usage.Role{Subject: id == "p", Child: id != "p"}
	}})
	if s.Control.Status != "reconciled" || s.Control.Compared != 6 || s.LeftOut != 6 || s.Groups.Len()+len(s.Totals) != 0 {
		t.Errorf("got %+v", s)
	}
}

func TestDaysThatBeginLate(t *testing.T) {
	file := strings.Replace(shortHeader, "\n", ",Date\n", 1) +
		"a,t,customer,storage,1,0,1,0,0,0,\na,t,customer,storage,2,0,2,0,0,0,2025-01-01\n"
	s := summarize(t, file, usage.Query{By: []usage.Key{usage.ByDay}})
	if want := "storage 2025-01-01 2/0/2 0/0/0\n"; lines(list(s.Groups)) != want || s.Skipped != 1 {
		t.Errorf("%d skipped, groups %s, want %s", s.Skipped, lines(list(s.Groups)), want)
	}
}

// TestColumnOfDays has two days with the values 10 and 11, and other columns with dates.
func TestColumnOfDays(t *testing.T) {
	for _, test := range []struct {
		header, one, two string // the columns that may have days, and their values on two days
		want             string // the last value, or the error
	}{
		{"tenant.created_date,date", "2024-05-01", "2025-01-02", "11"},
		{"Day,usage.date", "2025-01-01,2024-05-01", "2025-01-02,2024-05-02", "11"},
		{"tenant.created_date,usage.date", "2024-05-01", "2025-01-02", "11"},
		{"tenant.created_date,daylight,report_day", "x,x,2025-01-01", "x,x,2025-01-02", "11"},
		{"tenant.created_date,report_day", "2024-05-01", "2025-01-02",
			`the file has no column of days that is certain: it may be "tenant.created_date" or "report_day"`},
		{"date,day", "2024-05-01", "2025-01-02", `the file has no column of days that is certain: it may be "date" or "day"`},
	} {
		if !strings.Contains(test.one, ",") { // the other column is the same in all rows
			test.one, test.two = "2024-05-01,2025-01-01", "2024-05-01,"+test.two
		}
		file := strings.Replace(shortHeader, "\n", ","+test.header+"\n", 1) +
			"a,t,customer,storage,10,0,10,1,0,1," + test.one + "\na,t,customer,storage,11,0,11,1,0,1," + test.two + "\n"
		s, err := usage.Summarize(t.Context(), strings.NewReader(file), usage.Query{Kind: "usage_daily", OverDays: "last", RoleOf: everything})
		got := ""
		if err != nil {
			got = err.Error()
		} else if s.Groups.Len() == 1 {
			got = s.Groups.At(0).Absolute.Production.String()
		}
		if got != test.want || err != nil && !errors.Is(err, usage.ErrNoDay) {
			t.Errorf("%s: got %s, want %s", test.header, got, test.want)
		}
	}
}

// TestSummaryOfSeveralDays has a usage_summary with several days, which are added up only if the query says how.
func TestSummaryOfSeveralDays(t *testing.T) {
	file := func(days ...string) string {
		text := strings.Replace(shortHeader, "\n", ",usage.date\n", 1)
		for _, day := range days {
			text += "a,t,customer,storage,10,0,10,1,0,1," + day + "\n"
		}
		return text
	}
	q := usage.Query{Kind: "usage_summary", RoleOf: everything}
	if _, err := usage.Summarize(t.Context(), strings.NewReader(file("", "2025-01-01", "2025-01-02")), q); err != usage.ErrOverDays {
		t.Errorf("two days: %v, want ErrOverDays", err)
	}
	if s := summarize(t, file("2025-01-01", "", "2025-01-01T23:59:59Z"), q); lines(list(s.Groups)) != "storage 30/0/30 3/0/3\n" {
		t.Errorf("one day: %s", lines(list(s.Groups)))
	}
	q.OverDays = "last"
	if s := summarize(t, file("2025-01-01", "2025-01-02"), q); lines(list(s.Groups)) != "storage 10/0/10 2/0/2\n" {
		t.Errorf("the last of two days: %s", lines(list(s.Groups)))
	}
}
