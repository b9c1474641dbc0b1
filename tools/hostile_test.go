package tools_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/rs/zerolog"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"acronis-reports-mcp/acronis"
	"acronis-reports-mcp/acronis/simulator"
	"acronis-reports-mcp/figures/store"
	"acronis-reports-mcp/tools"
)

// hostile has a rune of each sort that can't be seen or turns text around.
const hostile = "\a\x1b[2J\x7f\u0085\n\r\u00ad\u061c\u200b\u200d\u200f\u2028\u202e\u2066\ufeff\u034f\u3164\ufe0f\U000e0041\U000e0100"

// unseen is what no result may hold.
func unseen(r rune) bool {
	return strings.ContainsRune(strings.ReplaceAll(hostile, "[2J", ""), r) || unicode.In(r, unicode.C, unicode.Zl, unicode.Zp)
}

// A hostileServer is a data centre that puts hostile runes into the strings of one key.
type hostileServer struct {
	key string // "" into none
	dc  *simulator.DataCentre
	url string

	mu   sync.Mutex
	keys map[string]bool // those that came by
}

func newHostileServer(t *testing.T) *hostileServer {
	t.Helper()
	l := &hostileServer{keys: map[string]bool{}, dc: simulator.New()}
	t.Cleanup(l.dc.Close)
	l.dc.GenerationTime = time.Nanosecond
	base, err := l.dc.Listen()
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(target) },
		ModifyResponse: func(r *http.Response) error {
			if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") || strings.HasSuffix(r.Request.URL.Path, "/token") {
				return nil
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			if value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body)); err == nil { // keeps every digit
				if body, err = json.Marshal(l.corrupt(value, "")); err != nil {
					return err
				}
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", fmt.Sprint(len(body)))
			return nil
		},
	})
	t.Cleanup(s.Close)
	l.url = s.URL
	return l
}

// lie is a value of an answer with what is hostile in it.
func (l *hostileServer) corrupt(value any, key string) any {
	switch value := value.(type) {
	case string:
		l.mu.Lock()
		l.keys[key] = true
		l.mu.Unlock()
		if key == l.key {
			return value + hostile
		}
	case []any:
		for i := range value {
			value[i] = l.corrupt(value[i], key)
		}
	case map[string]any:
		for _, name := range slices.Collect(maps.Keys(value)) {
			value[name] = l.corrupt(value[name], name)
		}
		if l.key == "unknown" {
			value["unknown"+hostile] = hostile
		}
	}
	return value
}

// host is a client of the tools over the hostile data centre, who agrees to everything.
func (l *hostileServer) host(t *testing.T, exports string) *host {
	t.Helper()
	c, err := acronis.New(acronis.Config{BaseURL: l.url, ClientID: simulator.ClientID, ClientSecret: simulator.ClientSecret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	files := &store.Files{}
	t.Cleanup(func() { _ = files.Close() })
	return &host{answer: "accept", m: tools.NewServer(tools.Options{
		Client: c, DataCentre: "eu2-cloud.acronis.com", Log: zerolog.Nop(), Access: acronis.Delete, Files: files, ExportDir: exports,
	})}
}

// wantSeen wants nothing hidden in a text of a tool, nor in what it means as JSON.
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

// hostileCalls are calls with much of the API's in their answers; some are refused, where what the API says
// is put into words. A tool that is not among them is called as in its first story.
var hostileCalls = []toolCall{
	{"find_tenants", `{}`},
	{"find_tenants", `{"query":"contosso"}`},
	{"list_reports", `{}`},
	{"list_reports", `{"detail":true}`},
	{"list_reports", `{"tenant":"Wingtip Toys"}`},
	{"list_reports", `{"tenant":"nobody"}`},
	{"get_report", `{"report_id":"` + simulator.ExtraFieldReportID + `"}`},
	{"get_report_version", `{"report_id":"` + simulator.GuideReportID + `"}`},
	{"create_report", `{"month":"2025-10"}`},
	{"create_report", `{"kind":"usage_current","result_action":"send","recipients":["` + simulator.UserID + `"]}`},
	{"create_report", `{"month":"2025-10","tenant":"` + simulator.ForeignTenantID + `"}`},
	{"wait_for_report", `{"report_id":"` + simulator.SavedReportID + `","timeout_seconds":0}`},
	{"wait_for_report", `{"report_id":"` + simulator.SavedReportID + `","timeout_seconds":0,"formats":["html"]}`},
	{"update_report", `{"report_id":"` + simulator.MonthlyReportID + `","level":"itself","recipients":["` + simulator.UserID + `"],"enabled":true}`},
	{"update_report", `{"report_id":"` + simulator.GuideReportID + `","level":"itself"}`},
	{"delete_reports", `{"reports":[{"report_id":"` + simulator.GuideReportID + `","version":1}]}`},
	{"prepare_months", `{"months":["2025-09"],"timeout_seconds":0}`},
	{"prepare_months", `{"months":["2025-10"],"tenant":"` + simulator.ForeignTenantID + `","timeout_seconds":0}`},
	{"summarize_usage", `{"report_id":"` + simulator.SeptemberReportID + `","group_by":["tenant","application","edition","infra","sku"],"ids":true,"limit":5}`},
	{"summarize_usage", `{"report_id":"` + simulator.GuideReportID + `"}`},
	{"summarize_usage", `{"month":"2025-08"}`},
	{"compare_usage", `{"before_report_id":"` + simulator.SeptemberReportID + `","after_report_id":"` + simulator.SeptemberReportID + `"}`},
	{"compare_usage", `{"before_report_id":"` + simulator.SavedReportID + `","after_report_id":"` + simulator.SeptemberReportID + `"}`},
	{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `"}`},
	{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `","format":"json"}`},
	{"export_usage", `{"report_id":"` + simulator.SeptemberReportID + `","format":"xlsx"}`},
	{"get_current_usage", `{"tenant":"` + simulator.ContosoID + `"}`},
}

type toolCall struct{ tool, arguments string }

// firstStories are the first calls in the stories of all tools but some.
func firstStories(t *testing.T, but []toolCall) (calls []toolCall) {
	t.Helper()
	for name := range catalogue(t) {
		if slices.ContainsFunc(but, func(c toolCall) bool { return c.tool == name }) {
			continue
		}
		archive, err := txtar.ParseFile(storyFile(name))
		if err != nil || len(archive.Files) == 0 {
			t.Fatalf("%s has no stories: %v", name, err)
		}
		calls = append(calls, toolCall{name, strings.TrimSpace(string(archive.Files[0].Data))})
	}
	return calls
}

// play makes every call and looks at all that a model or a person would read.
func (l *hostileServer) play(t *testing.T, what string) {
	t.Helper()
	exports := t.TempDir()
	h := l.host(t, exports)
	for _, c := range slices.Concat(hostileCalls, firstStories(t, hostileCalls)) {
		h.asked = nil
		r := h.call(t, c.tool, c.arguments)
		for _, text := range h.asked {
			wantSeen(t, what+": asked by "+c.tool, text)
		}
		for _, part := range r.Content {
			wantSeen(t, what+": "+c.tool, part.Text)
		}
		wantSeen(t, what+": structure of "+c.tool, string(r.StructuredContent))
	}
	for _, message := range []string{
		`"completion/complete","params":{"ref":{"type":"ref/prompt","name":"close_month"},"argument":{"name":"tenant","value":""}}`,
		`"completion/complete","params":{"ref":{"type":"ref/resource","uri":"acronis://reports/{report_id}/stored/{stored_report_id}"},"argument":{"name":"stored_report_id","value":""},"context":{"arguments":{"report_id":"` + simulator.SavedReportID + `"}}}`,
		`"resources/read","params":{"uri":"acronis://reports/` + simulator.ForeignReportID + `"}`,
	} {
		answer := h.m.HandleMessage(h.m.WithContext(t.Context(), &session{host: h}), json.RawMessage(`{"jsonrpc":"2.0","id":1,"method":`+message+`}`))
		raw, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		wantSeen(t, what+": "+message, string(raw))
	}
	files, err := filepath.Glob(exports + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		wantSeenFile(t, what, file)
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

// TestHostileStrings puts what can't be seen into every string that the data
// centre sends, one key after the other: no result has it as it is.
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

// TestHostileCells has them in every cell of a file.
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

// TestRawReportStaysAsItIs has the original, which results show cleaned.
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
	for _, groups := range []string{`["usage"]`, `["tenant","application","edition","infra","sku"]`} {
		for _, c := range []struct{ tool, arguments string }{
			{"summarize_usage", `"report_id":"` + october + `","ids":true`},
			{"summarize_usage", `"report_id":"` + october + `","ids":true,"usages":["unused*"]`},
			{"compare_usage", `"before_report_id":"` + september + `","after_report_id":"` + october + `","ids":true`},
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
