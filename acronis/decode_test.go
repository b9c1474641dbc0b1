package acronis_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"acronis-reports-mcp/acronis"
)

// Fields are decoded as by encoding/json, however their values are written.
func TestFieldsAreDecodedLikeEncodingJSON(t *testing.T) {
	for _, in := range []string{
		`{"id":"a","version":9223372036854775807,"result_action":"\u0073ave \"now\"","recipients":[]}`,
		`{"id":"\ud83d\ude00é","version":-1,"recipients":["a","b\\"],"parameters":{"formats":[ "csv" , null ],"hide_zero_usage":true}}`,
		` { "id" : "a" , "version" : 1 , "schedule" : { "enabled" : false , "type" : "once" } , "parameters" : { "period" : { "start" : "2026-10-01" } } } `,
		`{"\u0069d":"a","version":1,"recipients":["x"],"parameters":{"formats":[],"show_skus":false,"period":{}}}`,
	} {
		var got acronis.Report
		if err := json.Unmarshal([]byte(in), &got); err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		type plain acronis.Report // without its method
		var want plain
		if err := json.Unmarshal([]byte(in), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(acronis.Report(want), got, cmpopts.IgnoreUnexported(acronis.Report{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

func TestWrongTypesAreNamed(t *testing.T) {
	for in, want := range map[string]string{
		`{"id":1,"version":1}`:                                                "its field id must not be a number",
		`{"id":"a","version":1.5}`:                                            "its field version must not be a number 1.5",
		`{"id":"a","version":1,"recipients":"b"}`:                             "its field recipients must not be a string",
		`{"id":"a","version":1,"parameters":{"period":{"end":{}}}}`:           "its field parameters.period.end must not be a object",
		`{"id":"a","version":1,"parameters":{"formats":["csv",2]}}`:           "its field parameters.formats must not be a number",
		`{"id":"a","version":1,"parameters":{"level":"a","level":"b"}}`:       "in its field parameters: its field level appears twice",
		`{"id":"a","version":1,"parameters":{"hide_zero_usage":"certainly"}}`: "its field parameters.hide_zero_usage must not be a string",
	} {
		err := json.Unmarshal([]byte(in), new(acronis.Report))
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", in, err, want)
		}
	}
}
