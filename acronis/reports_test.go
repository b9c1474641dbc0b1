package acronis_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
)

func TestReportDecoding(t *testing.T) {
	guide, err := os.ReadFile("testdata/guide-report.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, in string
		want     acronis.Report
		kept     string // "" means: all of in
	}{
		{
			name: "the vendor's guide", in: string(guide),
			want: acronis.Report{
				ID: "20dffb36-d77b-45c6-b2fa-39276e98d5fc", Version: 1, ResultAction: "send",
				Recipients:     []string{"ca451758-b48a-45d9-9ae6-8f1059f67619", "ab00e527-219b-481b-b01b-311b5be0ed3c"},
				GenerationDate: "2017-05-08",
				Schedule:       &acronis.ReportSchedule{Enabled: true, Type: "once"},
				Parameters: &acronis.ReportParameters{
					TenantID: "ede9f834-70b3-476c-83d9-736f9f8c7dae", Level: "accounts", Kind: "usage_summary",
					Formats: []string{"csv", "html"}, Period: &acronis.ReportPeriod{Start: "2017-05-01", End: "2017-05-07"},
				},
			},
		},
		{name: "the least", in: `{"id":"a","version":2}`, want: acronis.Report{ID: "a", Version: 2}},
		{name: "every digit", in: `{"id":"a","version":9223372036854775807}`, want: acronis.Report{ID: "a", Version: math.MaxInt64}},
		{
			name: "nulls count as missing, unknown ones stay",
			in:   `{"new":null,"recipients":null,"id":"a","parameters":{"kind":null,"period":{"start":null,"x":null}},"schedule":null,"version":1}`,
			kept: `{"new":null,"id":"a","parameters":{"period":{"x":null}},"version":1}`,
			want: acronis.Report{ID: "a", Version: 1, Parameters: &acronis.ReportParameters{Period: &acronis.ReportPeriod{}}},
		},
		{
			name: "unknown fields and values survive",
			in:   `{"id":"a","version":1,"result_action":"archive","big":12345678901234567890123,"price":2.10,"huge":1e400,"<&>":"\u003c<","parameters":{"kind":"usage_hourly","n":[1,{"a":null}]}}`,
			want: acronis.Report{ID: "a", Version: 1, ResultAction: "archive", Parameters: &acronis.ReportParameters{Kind: "usage_hourly"}},
		},
		{
			name: "names in another case are unknown",
			in:   `{"id":"a","ID":5,"version":1,"Version":"x"}`,
			want: acronis.Report{ID: "a", Version: 1},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got acronis.Report
			if err := json.Unmarshal([]byte(test.in), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(acronis.Report{})); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
			kept, err := got.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			if test.kept == "" {
				test.kept = test.in
			}
			var want, have bytes.Buffer
			if json.Compact(&want, []byte(test.kept)) != nil || json.Compact(&have, kept) != nil {
				t.Fatalf("not JSON: %s", kept)
			}
			if want.String() != have.String() {
				t.Errorf("kept\n%s, want\n%s", &have, &want)
			}
		})
	}
}

func TestReportRefusals(t *testing.T) {
	for in, want := range map[string]string{
		`{"version":1}`:                                                     "id is missing",
		`{"id":null,"version":1}`:                                           "id is missing",
		`{"id":"a"}`:                                                        "version is missing",
		`{"error":{"code":1000}}`:                                           "its fields id and version are missing",
		`{"id":"a","version":"1"}`:                                          "version must not be a string",
		`{"id":"a","version":1.5}`:                                          "version must not be a number 1.5",
		`{"id":"a","version":9223372036854775808}`:                          "version must not be a number 9223372036854775808",
		`{"id":7,"version":1}`:                                              "id must not be a number",
		`{"id":"a","version":1,"version":2}`:                                "version appears twice",
		`{"id":"a","version":1,"schedule":"once"}`:                          "in its field schedule: it is not a JSON object",
		`{"id":"a","version":1,"parameters":{"formats":"csv"}}`:             "formats must not be a string",
		`{"id":"a","version":1,"parameters":{"period":{"start":20170501}}}`: "start must not be a number",
		`[]`:   "not a JSON object",
		`null`: "not a JSON object",
		`"x"`:  "not a JSON object",
		`{"id`: "unexpected end",
	} {
		var report acronis.Report
		err := json.Unmarshal([]byte(in), &report)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want … %s …", in, err, want)
		}
	}
}

// FuzzReport checks that a report that can be decoded has an id and a version, and
// marshals to a JSON object that decodes to the same report.
func FuzzReport(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.json")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range seeds {
		seed, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var first, second acronis.Report
		if json.Unmarshal(in, &first) != nil {
			return
		}
		out, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("decoded, but doesn't marshal: %v", err)
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(out, &fields); err != nil || fields["id"] == nil || fields["version"] == nil {
			t.Fatalf("%s lacks its id or version (%v)", out, err)
		}
		if err := json.Unmarshal(out, &second); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		if diff := cmp.Diff(first, second, cmpopts.IgnoreUnexported(acronis.Report{})); diff != "" {
			t.Fatalf("passing it on changes it (-first +second):\n%s", diff)
		}
	})
}

// A missing list is not an empty list: a caller that finds no reports may create
// one that exists. Null is an empty list, because some servers write it so.
func TestListsThatAreNone(t *testing.T) {
	for body, good := range map[string]bool{
		`{}`:                false,
		`null`:              false,
		`{"error":"sorry"}`: false,
		`{"items":{}}`:      false,
		`{"items":null}`:    true,
		`{"items":[]}`:      true,
		`{"Items":[]}`:      false,

		`{"items":["a"],"items":[]}`:                     false,
		`{"items":[],"paging":{"cursors":{"after":""}}}`: true,
		`{"items":[],"paging":null,"timestamp":"x"}`:     true,
		`{"error":{"code":1000,"message":"internal"}}`:   false,
	} {
		simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
			dc.Inject(simulator.Fault{Path: "/api/2/tenants", Body: body, Times: 4})
			dc.Inject(simulator.Fault{Path: reportPath + "/stored", Body: body})
			_, reports := c.GetTenantReports(t.Context(), simulator.OwnTenantID)
			_, tenants := c.GetTenants(t.Context(), simulator.OwnTenantID)
			_, stored := c.GetStoredReports(t.Context(), guideID)
			_, usages := c.GetUsages(t.Context(), simulator.OwnTenantID)
			_, items := c.GetOfferingItems(t.Context(), simulator.OwnTenantID)
			for name, err := range map[string]error{"reports": reports, "tenants": tenants, "stored reports": stored, "usages": usages, "offering items": items} {
				if good && err != nil {
					t.Errorf("%s of %s: %v", name, body, err)
				}
				if !good && (err == nil || asError(t, err).Kind != acronis.Malformed) {
					t.Errorf("%s of %s: %v, want a malformed reply", name, body, err)
				}
			}
		})
	}
}

// A list that the API sends as a whole must not have a cursor.
func TestListInPages(t *testing.T) {
	simulate(t, func(t *testing.T, dc *simulator.DataCentre, c *acronis.Client) {
		dc.Inject(simulator.Fault{Path: "/api/2/tenants", Body: `{"items":["` + guideID + `"],"paging":{"cursors":{"after":"x"}}}`})
		_, err := c.GetTenantReports(t.Context(), simulator.OwnTenantID)
		if e := asError(t, err); e.Kind != acronis.Malformed {
			t.Errorf("got %v, want a malformed reply", e)
		}
	})
}

// Removing all recipients differs from not changing them.
func TestUpdateTellsNoneFromUnchanged(t *testing.T) {
	for want, update := range map[string]acronis.ReportUpdate{
		`{}`:                {},
		`{"recipients":[]}`: {Recipients: []string{}},
	} {
		got, err := json.Marshal(update)
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}
