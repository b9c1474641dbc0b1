package usage_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"acronis-reports-mcp/usage"
)

// lines returns groups as text: keys, absolute and delta, the latter two as production/trial/total.
func lines(groups []usage.Group) string {
	var b strings.Builder
	for _, g := range groups {
		for _, key := range []string{g.Usage, g.Tenant, g.OfferingItem, g.Application, g.Edition, g.Infra, g.Backend, g.Owner, g.SKU, g.Day} {
			if key != "" {
				fmt.Fprintf(&b, "%s ", key)
			}
		}
		if g.NoInfra {
			b.WriteString("(no infra) ")
		}
		if g.NotBelow {
			b.WriteString("(not below) ")
		}
		a, d := g.Absolute, g.Delta
		fmt.Fprintf(&b, "%v/%v/%v %v/%v/%v\n", a.Production, a.Trial, a.Total, d.Production, d.Trial, d.Total)
	}
	return b.String()
}

// summarize reads a file, and checks its record. Unless the query has a RoleOf, all
// tenants are counted.
func summarize(t *testing.T, file string, q usage.Query) *usage.Summary {
	t.Helper()
	if q.RoleOf == nil {
		q.RoleOf = everything
	}
	s, err := usage.Summarize(t.Context(), strings.NewReader(file), q)
	if err != nil {
		t.Fatal(err)
	}
	checkRecord(t, file, q)
	return s
}

// refused returns the error of a file that can't be read.
func refused(t *testing.T, file io.Reader, q usage.Query) *usage.FileError {
	t.Helper()
	if q.RoleOf == nil {
		q.RoleOf = everything
	}
	s, err := usage.Summarize(t.Context(), file, q)
	var e *usage.FileError
	if !errors.As(err, &e) || s != nil {
		t.Fatalf("got %v, %v; want a *usage.FileError", s, err)
	}
	return e
}

func zip(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFiles has files with the same two rows in different formats.
func TestFiles(t *testing.T) {
	const want = "storage 3/0/3 1/0/1\n"
	plain := shortHeader + "a,t1,customer,storage,1,0,1,1,0,1\na,t2,customer,storage,2,0,2,0,0,0\n"
	packed := string(zip(t, plain))
	tests := map[string]string{
		"plain":               plain,
		"gzip":                packed,
		"two gzip members":    string(zip(t, plain[:len(plain)-10])) + string(zip(t, plain[len(plain)-10:])),
		"CRLF":                strings.ReplaceAll(plain, "\n", "\r\n"),
		"byte order mark":     "\xef\xbb\xbf" + plain,
		"no newline at end":   strings.TrimSuffix(plain, "\n"),
		"CR at end":           strings.TrimSuffix(plain, "\n") + "\r",
		"blank lines":         strings.ReplaceAll(plain, "\n", "\n\r\n\n"),
		"quoted":              `"` + strings.NewReplacer(",", `","`, "\n", "\"\n\"").Replace(strings.TrimSpace(plain)) + `"`,
		"quoted, CRLF":        `"` + strings.NewReplacer(",", `","`, "\n", "\"\r\n\"").Replace(strings.TrimSpace(plain)) + "\"\r\n",
		"a quote in a field":  strings.ReplaceAll(plain, "customer", `cust"omer`),
		"shuffled, one extra": "usage.delta.total,extra,usage.delta.trial,usage.delta.production,usage.absolute.total,usage.absolute.trial,usage.absolute.production,name,tenant.kind,tenant.id,application.id\n1,?,0,1,1,0,1,storage,customer,t1,a\n0,,0,0,2,0,2,storage,customer,t2,a\n",
		"names of many kinds": strings.Replace(shortHeader, "\n", ",tenant.name\n", 1) + "a,t1,customer,storage,1,0,1,1,0,1,\"Nested, \"\"Inc\"\"\nof two lines\"\na,t2,customer,storage,2,0,2,0,0,0,=1+1\n",
	}
	for name, file := range tests {
		t.Run(name, func(t *testing.T) {
			s := summarize(t, file, usage.Query{})
			if diff := cmp.Diff(want, lines(list(s.Groups))); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
			if s.Rows != 2 || s.Counted != 2 {
				t.Errorf("%d rows, %d counted, want 2; bad rows: %+v", s.Rows, s.Counted, s.BadRows)
			}
		})
	}
}

func TestNames(t *testing.T) {
	file := strings.Replace(shortHeader, "\n", ",tenant.name\n", 1) +
		"a,t1,customer,storage,1,0,1,1,0,1,\"Nested, \"\"Inc\"\"\nof two lines\"\na,t2,customer,storage,2,0,2,0,0,0,Left out\n"
	s := summarize(t, file, usage.Query{RoleOf: func(id, kind string) usage.Role { return usage.Role{Counted: id == "t1"} }})
	if diff := cmp.Diff("Nested, \"Inc\"\nof two lines", s.Tenants.Name("t1")); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if s.LeftOut != 1 {
		t.Errorf("got %+v", s)
	}
}

func TestHeaderOnly(t *testing.T) {
	s := summarize(t, shortHeader, usage.Query{})
	if s.Rows != 0 || s.Groups.Len() != 0 || len(s.Totals) != 0 || s.Control.Status != "cannot check" {
		t.Errorf("got %+v", s)
	}
}

func TestUnreadable(t *testing.T) {
	row := "a,t,customer,storage,1,2,3,4,5,6\n"
	whole := zip(t, shortHeader+strings.Repeat(row, 3))
	broken := bytes.Clone(whole)
	broken[len(broken)-8] ^= 1 // in the checksum
	large := zip(t, strings.Repeat("x", 10<<20))
	tests := []struct {
		name string
		file []byte
		want usage.FileError
	}{
		{"empty", nil, usage.FileError{Line: 1, Problem: "is empty"}},
		{"blank", []byte("\r\n\n"), usage.FileError{Line: 2, Unpacked: 3, Problem: "is empty"}},
		{"nothing in gzip", zip(t, ""), usage.FileError{Line: 1, Problem: "is empty"}},
		{"cut in the trailer", whole[:len(whole)-3], usage.FileError{Line: 4, Rows: 3, Unpacked: 268, Problem: "ends early"}},
		{"cut in the header", whole[:5], usage.FileError{Line: 1, Problem: "ends early"}},
		{"wrong checksum", broken, usage.FileError{Line: 4, Rows: 3, Unpacked: 268, Problem: "is broken gzip"}},
		{"wrong data", append(bytes.Clone(whole[:10]), 0x07), usage.FileError{Line: 1, Problem: "is broken gzip"}},
		{"text behind gzip", append(bytes.Clone(whole), "text behind gzip"...), usage.FileError{Line: 4, Rows: 3, Unpacked: 268, Problem: "is broken gzip"}},
		{"no gzip after its magic", []byte("\x1f\x8bno gzip at all"), usage.FileError{Line: 1, Problem: "is broken gzip"}},
		{"too large", large, usage.FileError{Line: 1, Unpacked: 1 << 20, Problem: "unpacks to more than 1048576 bytes", Final: true}},
		{"columns missing", []byte("tenant.id,name,usage.absolute.total,usage.absolute.trial,usage.delta.production,usage.delta.trial\n"),
			usage.FileError{Line: 1, Unpacked: 98, Problem: "lacks the columns application.id, tenant.kind, usage.absolute.production, usage.delta.total", Final: true}},
		{"no columns that are needed", []byte("<html>\n"), usage.FileError{Line: 1, Unpacked: 7, Problem: "lacks the columns application.id, tenant.id, " +
			"tenant.kind, name, usage.absolute.production, usage.absolute.trial, usage.absolute.total, usage.delta.production, usage.delta.trial, usage.delta.total"}},
		{"columns twice", []byte("name," + strings.Replace(shortHeader, "\n", ",tenant.id\n", 1)),
			usage.FileError{Line: 1, Unpacked: 184, Problem: "has more than one column tenant.id, name", Final: true}},
		{"open quote", []byte(shortHeader + row + "a,\"t,customer,storage,1,2,3,4,5,6\n" + row),
			usage.FileError{Line: 3, Rows: 1, Unpacked: 269, Problem: "has a quote that is not closed"}},
		{"header with text after a quote", []byte(`"a"b`), usage.FileError{Line: 1, Unpacked: 4, Problem: "has an invalid header: it has text after a closing quote"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := refused(t, bytes.NewReader(test.file), usage.Query{MaxUnpacked: 1 << 20})
			got.Err = nil
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBadRows(t *testing.T) {
	file := fullHeader +
		"a,t,customer,storage,e,i,b,o,1,2,3,4,5,NaN\n" +
		"a,t,customer,storage,e,i,b,o,1,2,3,4,5\n" +
		"a,,customer,\"two\nlines\",e,i,b,o,1,2,3,4,5,6\n" +
		"a,t,customer,,e,i,b,o,1,2,3,4,5,6\n" +
		"a,t,customer,\"storage\"!,e,i,b,o,1,2,3,4,5,6\n" +
		"\"\"\n" +
		"a,t,customer," + strings.Repeat("x", 1<<20) + ",e,i,b,o,1,2,3,4,5,6\n" +
		"a,t,customer,storage,e,i,b,o,1,2,3,4,5,6\n"
	s := summarize(t, file, usage.Query{})
	want := []usage.BadRow{
		{2, `usage.delta.total is "NaN": not a decimal number`},
		{3, "has 13 fields instead of 14"},
		{4, "has a line break in name; it spans lines 4 to 5"},
		{6, "has no name"},
		{7, "has text after a closing quote"},
	}
	if diff := cmp.Diff(want, s.BadRows); diff != "" {
		t.Errorf("bad rows (-want +got):\n%s", diff)
	}
	if s.Rows != 8 || s.Skipped != 7 || lines(list(s.Groups)) != "storage 1/2/3 4/5/6\n" {
		t.Errorf("%d of %d rows skipped, groups:\n%s", s.Skipped, s.Rows, lines(list(s.Groups)))
	}
}

// TestStrayQuotes has good rows between two stray quotes.
func TestStrayQuotes(t *testing.T) {
	header := strings.Replace(fullHeader, "\n", ",tenant.name,item.sku,x\n", 1)
	row := func(values ...string) string {
		fields := strings.Split("a,t1,customer,storage,e,i,b,o,1,2,3,4,5,6,Name,S,x", ",")
		for i := 0; i < len(values); i += 2 {
			fields[slices.Index(strings.Split(strings.TrimSpace(header), ","), values[i])] = values[i+1]
		}
		return strings.Join(fields, ",") + "\n"
	}
	file := header + row("tenant.id", `"t1`) + strings.Repeat(row(), 500) + row("tenant.id", `t3"`) + row()
	s := summarize(t, file, usage.Query{})
	want := []usage.BadRow{{2, "has a line break in tenant.id; it spans lines 2 to 503"}}
	if diff := cmp.Diff(want, s.BadRows); diff != "" || s.Rows != 2 || s.Skipped != 1 {
		t.Errorf("%d rows, %d skipped, bad rows (-want +got):\n%s", s.Rows, s.Skipped, diff)
	}
	for _, column := range strings.Split(strings.TrimSpace(header), ",") {
		s := summarize(t, header+row(column, "\"1\n2\""), usage.Query{})
		if free := column == "tenant.name" || column == "x"; free != (s.Counted == 1) {
			t.Errorf("a line break in %s: %d counted, bad rows %v", column, s.Counted, s.BadRows)
		}
	}
}

func TestLongRows(t *testing.T) {
	long := func(name string) string { return "a,t,customer," + name + ",e,i,b,o,1,2,3,4,5,6\n" }
	good := long("storage")
	for _, test := range []struct{ name, span string }{
		{strings.Repeat("x", 1<<20), ""},
		{`"` + strings.Repeat("\n\"\"", 1<<20) + `"`, "; it spans lines 3 to 1048579"},
		{strings.Repeat(",", 1<<20), ""},
	} {
		s := summarize(t, fullHeader+good+long(test.name)+good, usage.Query{})
		if len(s.BadRows) != 1 || s.BadRows[0] != (usage.BadRow{Line: 3, Problem: "is longer than 1 MiB" + test.span}) || s.Counted != 2 {
			t.Errorf("got %d counted, bad rows %+v", s.Counted, s.BadRows)
		}
	}
	s := summarize(t, fullHeader+long(strings.Repeat("x", 1<<20-40))+long(strings.Repeat("x", 1<<10+1))+long(strings.Repeat("x", 1<<10))+good, usage.Query{})
	tooLong := usage.BadRow{Line: 2, Problem: "has a name longer than 1 KiB"}
	if s.Counted != 2 || len(s.BadRows) != 2 || s.BadRows[0] != tooLong {
		t.Errorf("rows of less than 1 MiB: %d counted, %+v", s.Counted, s.BadRows)
	}
}

// TestValuesAreShown checks how a problem quotes a value of the file.
func TestValuesAreShown(t *testing.T) {
	file := shortHeader + "a,t,customer,storage,\"\x1b[31m\tignore \xff\",2,3,4,5,6\n"
	s := summarize(t, file, usage.Query{})
	want := `usage.absolute.production is "\x1b[31m\tignore \xff": not a decimal number`
	if len(s.BadRows) != 1 || s.BadRows[0].Problem != want {
		t.Errorf("got %+v, want %s", s.BadRows, want)
	}
}
