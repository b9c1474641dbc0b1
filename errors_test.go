package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"acronis-reports-mcp/acronis/simulator"
)

// Clients take an internal error for a fault of the server. Therefore a request
// that can't be served has another code, in both eras, and the error of a
// missing resource has its URI.
func TestErrorCodes(t *testing.T) {
	const (
		invalid, internal, noMethod, noResource = -32602, -32603, -32601, -32002

		reports = "acronis://reports/"
		absent  = "20dffb36-d77b-45c6-b2fa-000000000000"
	)
	complete := func(ref, argument string) string {
		return `"completion/complete","params":{"ref":` + ref + `,"argument":` + argument + `}`
	}
	read := func(uri string) string { return fmt.Sprintf(`"resources/read","params":{"uri":%q}`, uri) }
	month := `{"name":"month","value":""}`
	tests := []struct {
		request string
		code    int
		text    string
		uri     string // in data
	}{
		{`"tools/call","params":{"name":"get_weather"}`, invalid, "get_weather", ""},
		{`"tools/call","params":{"name":5}`, invalid, "params of tools/call", ""},
		{`"tools/list","params":{"cursor":"x"}`, invalid, "cursor", ""},
		{`"prompts/list","params":{"cursor":"x"}`, invalid, "cursor", ""},
		{`"resources/list","params":{"cursor":"x"}`, invalid, "cursor", ""},
		{`"resources/templates/list","params":{"cursor":5}`, invalid, "params of resources/templates/list", ""},
		{`"prompts/get","params":{"name":"close_year"}`, invalid, "close_year", ""},
		{`"prompts/get","params":{"name":"close_month"}`, invalid, "month is missing", ""},
		{`"prompts/get","params":{"name":"close_month","arguments":{"month":"October"}}`, invalid, "month must be a month", ""},
		{`"prompts/get","params":{"name":"close_month","arguments":{"month":"2199-10"}}`, invalid, "not over", ""},
		{`"prompts/get","params":{"name":"close_month","arguments":{"month":202610}}`, invalid, "params of prompts/get", ""},
		{`"prompts/get","params":{"name":"explain_change","arguments":{"before":"2025-10","after":"2025-09"}}`, invalid, "later month", ""},
		{read(""), invalid, "uri is missing", ""},
		{`"resources/read","params":{"uri":5}`, invalid, "params of resources/read", ""},
		{read("acronis://tenants"), noResource, "no resource", "acronis://tenants"},
		{read("ui://acronis/nothing"), noResource, "no resource", "ui://acronis/nothing"},
		{read(reports + "x"), noResource, "must be a UUID", reports + "x"},
		{read(reports + absent), noResource, absent, reports + absent},
		{read(reports + simulator.SavedReportID + "/stored/" + absent), noResource, "no stored report", reports + simulator.SavedReportID + "/stored/" + absent},
		{read(reports + simulator.ForeignReportID), internal, "doesn't allow", ""},
		{complete(`{"type":"ref/prompt","name":"close_year"}`, month), invalid, "no prompt", ""},
		{complete(`{"type":"ref/prompt","name":"close_month"}`, `{"name":"year","value":""}`), invalid, "no argument", ""},
		{complete(`{"type":"ref/resource","uri":"acronis://tenants"}`, month), invalid, "no resource template", ""},
		{complete(`{"type":"ref/resource","uri":"acronis://reports/{report_id}"}`, month), invalid, "no argument", ""},
		{complete(`{"type":"ref/tool","name":"get_report"}`, month), invalid, "params of completion/complete", ""},
		{complete(`5`, month), invalid, "params of completion/complete", ""},
		{`"completion/complete","params":{}`, invalid, "", ""},
		{`"nonsense","params":{}`, noMethod, "nonsense", ""},
	}
	const modern = `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`
	for _, era := range []string{"initialize", "2026-07-28"} {
		in := lines(0)
		if era != "initialize" {
			in = ""
		}
		for i, test := range tests {
			request := test.request
			if era != "initialize" {
				request = strings.Replace(strings.Replace(request, `"params":{`, `"params":{`+modern+`,`, 1), ",}", "}", 1)
			}
			in += fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%s}`+"\n", i+1, request)
		}
		_, out, _ := runProgram(nil, in, "--demo", "--log-level", "error")
		answers := map[int]errorFrame{}
		for line := range strings.Lines(out) {
			var frame errorFrame
			if err := json.Unmarshal([]byte(line), &frame); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			answers[frame.ID] = frame
		}
		for i, test := range tests {
			got, code := answers[i+1].Error, test.code
			if era != "initialize" && code == noResource {
				code = invalid // noResource belongs to the era before
			}
			if got.Code != code || !strings.Contains(got.Message, test.text) || got.Data.URI != test.uri || strings.Contains(got.Message, "Go struct") {
				t.Errorf("%s %s: %+v, want %d, %q, uri %q", era, test.request, got, code, test.text, test.uri)
			}
		}
	}
}

// errorFrame is an answer that may be an error.
type errorFrame struct {
	ID    int
	Error struct {
		Code    int
		Message string
		Data    struct{ URI string }
	}
}
