package tools_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/mark3labs/mcp-go/mcp"

	"acronis-reports-mcp/acronis/simulator"
)

// hostile has a rune of each kind that is invisible or changes the direction of
// text.
const hostile = "\a\x1b[2J\x7f\u0085\n\r\u00ad\u061c\u200b\u200d\u200f\u2028\u202e\u2066\ufeff\u034f\u3164\ufe0f\U000e0041\U000e0100"

// hostileRunes are the runes of hostile that no result may contain.
var hostileRunes = strings.ReplaceAll(hostile, "[2J", "")

// unseen reports whether a rune must not be in any result.
func unseen(r rune) bool {
	return strings.ContainsRune(hostileRunes, r) || unicode.In(r, unicode.C, unicode.Zl, unicode.Zp)
}

// wantSeen checks that a text of a tool contains nothing hidden, also after
// decoding it as JSON.
func wantSeen(t *testing.T, what, text string) {
	t.Helper()
	if i := strings.IndexFunc(strings.ReplaceAll(text, "\n", ""), unseen); i >= 0 {
		t.Errorf("%s: %.200q", what, text[max(0, i-50):])
	}
	var value any
	if json.Unmarshal([]byte(text), &value) == nil {
		wantSeenIn(t, what, value)
	}
}

func wantSeenIn(t *testing.T, what string, value any) {
	t.Helper()
	switch value := value.(type) {
	case string:
		if strings.ContainsFunc(value, unseen) {
			t.Errorf("%s: %.200q", what, value)
		}
	case []any:
		for _, v := range value {
			wantSeenIn(t, what, v)
		}
	case map[string]any:
		for name, v := range value {
			wantSeenIn(t, what, name)
			wantSeenIn(t, what, v)
		}
	}
}

func wantSeenFile(t *testing.T, what, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(file, ".xlsx") {
		wantSeen(t, what+": "+file, string(content))
		return
	}
	book, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range book.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		wantSeen(t, what+": "+f.Name, string(text))
	}
}

// TestHostileStrings puts hidden runes into every string that the data centre
// sends, one key after another. No result may contain them unescaped.
func TestHostileStrings(t *testing.T) {
	l := newHostileServer(t)
	l.play(t, "nothing")
	for _, key := range append(slices.Sorted(maps.Keys(l.keys)), "unknown") {
		next := newHostileServer(t)
		next.key = key
		next.play(t, key)
	}
	if len(l.keys) < 25 {
		t.Errorf("only %d keys came by: %v", len(l.keys), l.keys)
	}
}

func TestHostileRefusals(t *testing.T) {
	quoted, err := json.Marshal(hostile)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []simulator.Fault{
		{Status: 400, Body: hostile},
		{Status: 404, Body: `{"error":{"code":` + string(quoted) + `,"message":` + string(quoted) + `,"details":{"info":` + string(quoted) + `}}}`},
		{Status: 302, Header: http.Header{"Location": {"https://example.com/%E2%80%AE%0A%F3%A0%81%81"}}},
		{Status: 200, Body: hostile},
		{Status: 200, Body: `{"id":"x","version":` + string(quoted) + `,"items":` + string(quoted) + `}`},
	} {
		l := newHostileServer(t)
		f.Times, f.Path = 10_000, "/api/2/"
		l.dc.Inject(f)
		l.play(t, fmt.Sprintf("HTTP %d %q", f.Status, f.Body))
	}
}

// TestHostileCells puts them into every cell of a file.
func TestHostileCells(t *testing.T) {
	l := newHostileServer(t)
	one := strings.ReplaceAll(hostile, "\n", "") // a line break is for names alone
	cell, name := `"`+one+`"`, `"`+hostile+`"`
	file := "application.id,tenant.id,tenant.kind,tenant.name,name,edition,infra.id,infra.backend_type,infra.owner_id,sku,date," +
		"usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total,usage" + one + "\n"
	file = strings.ReplaceAll(file, "usage"+one, cell)
	names := strings.Repeat(cell+",", 4)
	for _, tenant := range []string{simulator.ContosoID, simulator.OwnTenantID, cell} {
		for _, number := range []string{"1", cell} {
			file += cell + "," + tenant + ",customer," + name + "," + names + cell + "," + cell + "," + cell + "," + number + ",2,3,4,5,6,x\n"
		}
	}
	if err := l.dc.SetFile(simulator.SeptemberReportID, "csv_v2_0", []byte(file), ""); err != nil {
		t.Fatal(err)
	}
	l.play(t, "cells")
}

// TestRawReportStaysAsItIs reads the original as a resource; results show it
// cleaned.
func TestRawReportStaysAsItIs(t *testing.T) {
	l := newHostileServer(t)
	l.key = "unknown"
	h := l.host(t, "")
	answer := h.m.HandleMessage(t.Context(), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"acronis://reports/`+simulator.ExtraFieldReportID+`"}}`))
	text := answer.(mcp.JSONRPCResponse).Result.(mcp.ReadResourceResult).Contents[0].(mcp.TextResourceContents).Text
	var report map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &report); err != nil || report["unknown"+hostile] == nil {
		t.Errorf("%v: the resource lacks what was sent: %q", err, text)
	}
	whole := h.call(t, "get_report", `{"report_id":"`+simulator.ExtraFieldReportID+`"}`)
	var cleaned map[string]json.RawMessage
	if err := json.Unmarshal(whole.StructuredContent, &cleaned); err != nil || len(cleaned) != len(report) || string(cleaned["version"]) != string(report["version"]) {
		t.Errorf("%v: %s, want as many fields and the same version as in %s", err, whole.StructuredContent, text)
	}
}

// TestHostileSizes has names of any length, and more usages than anybody has.
func TestHostileSizes(t *testing.T) {
	const october, september = simulator.SavedReportID, "9be4bcfc-49b6-4a08-b2e6-cc3ababced20"
	file := func(value int) []byte {
		var b bytes.Buffer
		b.WriteString("application.id,tenant.id,tenant.kind,tenant.name,name,edition,infra.id,infra.backend_type,infra.owner_id,sku," +
			"usage.absolute.production,usage.absolute.trial,usage.absolute.total,usage.delta.production,usage.delta.trial,usage.delta.total\n")
		for i := range 3000 {
			fmt.Fprintf(&b, "a,t,customer,T,unused_%d,e,,,,,0,0,0,0,0,0\n", i)
		}
		for i := range 60 {
			for j := range 3 {
				long := func(what string) string { return strings.Repeat(what+" <&漢字🙂>", 300) }
				fmt.Fprintf(&b, "%s,%s,customer,%s,%d%s,%d%s,%s,%s,%s,%s,%d,1,1,1,1,1\n", long("application"), long(fmt.Sprint(j)), long("tenant"), i, long("usage"), j, long("edition"),
					long("infra"), long("backend"), long("owner"), long("sku"), value*(i+1))
				fmt.Fprintf(&b, "a,%d,customer,T,%d%s,e,,,,,%d,1,1,1,1,%s\n", j, i, long("usage"), value, long("number"))
				fmt.Fprintf(&b, "a,%s,customer,T,%d%s,e,,,,,%d,1,1,1,1,1\n", long(fmt.Sprint(j)), i, long("usage"), value)
			}
		}
		fmt.Fprintf(&b, "a,%s,customer,Contoso,long,e,i,b,o,s,99,1,1,1,1,1\n", simulator.ContosoID)
		return b.Bytes()
	}
	l := newHostileServer(t)
	for report, value := range map[string]int{september: 7, october: 9} {
		if err := l.dc.SetFile(report, "csv_v2_0", file(value), ""); err != nil {
			t.Fatal(err)
		}
	}
	h := l.host(t, t.TempDir())
	for _, groups := range []string{`["usage"]`, `["tenant","offering_item","application","edition","infra","owner","backend","sku"]`} {
		for _, c := range []struct{ tool, arguments string }{
			{"summarize_usage", `"report_id":"` + october + `","detail":"full"`},
			{"summarize_usage", `"report_id":"` + october + `","detail":"full","usages":["unused*"]`},
			{"compare_usage", `"before_report_id":"` + september + `","after_report_id":"` + october + `","detail":"full"`},
			{"export_usage", `"report_id":"` + october + `","min_value":100`},
		} {
			r := h.call(t, c.tool, `{`+c.arguments+`,"group_by":`+groups+`}`)
			text := r.Content[0].Text
			if r.IsError || len(text) > 20<<10 {
				t.Errorf("%s by %s: %d bytes: %.2000s", c.tool, groups, len(text), text)
			}
			t.Logf("%s by %s: %d bytes", c.tool, groups, len(text))
		}
	}
}
